import { randomBytes } from "node:crypto";
import { isMultistreamError, type MultistreamError } from "@polycast/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MasterKey } from "./master-key.ts";
import { createSealer, type Place, type Sealer } from "./sealer.ts";

const newKey = (): MasterKey => new MasterKey(randomBytes(32));
const place: Place = { table: "targets", row: "tgt_1", column: "destination_sealed" };
const places = fc.record({ table: fc.string(), row: fc.string(), column: fc.string() });
const plaintexts = fc.string({ unit: "grapheme", maxLength: 200 });

/** The error that opening throws; `undefined` when it opens. */
function failure(open: () => string): MultistreamError | undefined {
  try {
    open();
    return undefined;
  } catch (error) {
    if (isMultistreamError(error, "internal")) return error;
    throw error;
  }
}

describe("a sealer", () => {
  const sealer: Sealer = createSealer([newKey()]);

  it("opens what it sealed, and never seals twice alike", () => {
    fc.assert(
      fc.property(plaintexts, places, (plaintext, at) => {
        const sealed = sealer.seal(plaintext, at);
        expect(sealer.open(sealed, at)).toBe(plaintext);
        expect(sealer.seal(plaintext, at)).not.toBe(sealed);
      }),
    );
  });

  it("opens at no other place, also where the names run together alike", () => {
    fc.assert(
      fc.property(places, places, (at, elsewhere) => {
        fc.pre(JSON.stringify(at) !== JSON.stringify(elsewhere));
        const sealed = sealer.seal("key", at);
        expect(failure(() => sealer.open(sealed, elsewhere))?.message).toContain("cannot be opened");
      }),
    );
    const sealed = sealer.seal("key", { table: "a", row: "bc", column: "d" });
    expect(failure(() => sealer.open(sealed, { table: "ab", row: "c", column: "d" }))).toBeDefined();
  });

  it("notices a change of any character", () => {
    const sealed = sealer.seal("live_123456_secret", place);
    const position = fc.integer({ min: 0, max: sealed.length - 1 });
    const character = fc.constantFrom("A", "B", "E", "g", "w", "z", "0", "9", "-", "_", ".", "=");
    fc.assert(
      fc.property(position, character, (index, replacement) => {
        fc.pre(sealed[index] !== replacement);
        const changed = sealed.slice(0, index) + replacement + sealed.slice(index + 1);
        expect(failure(() => sealer.open(changed, place))).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });

  it("notices when something is missing or added", () => {
    const sealed = sealer.seal("live_123456_secret", place);
    const cut = Array.from(sealed, (_, length) => sealed.slice(0, length));
    for (const text of [...cut, `${sealed}A`, "live_123456_secret"]) {
      expect(failure(() => sealer.open(text, place))).toBeDefined();
    }
  });

  it("says where and what to do, and nothing of the content", () => {
    const secret = "live_123456_secret";
    const sealed = sealer.seal(secret, place);
    const error = failure(() => createSealer([newKey()]).open(sealed, place));
    expect(error?.message).toContain("targets.destination_sealed of tgt_1");
    expect(error).toMatchObject({ hint: expect.stringContaining("POLYCAST_SECRET_KEY") });
    expect(JSON.stringify([error, error?.message, error?.cause])).not.toContain(sealed.split(".")[2]);
    expect(sealed).not.toContain(Buffer.from(secret).toString("base64url"));
  });
});

describe("rotation", () => {
  it("seals with the first key and opens with all", () => {
    const [older, newer] = [newKey(), newKey()];
    const before = createSealer([older]);
    const during = createSealer([newer, older]);
    const after = createSealer([newer]);
    fc.assert(
      fc.property(plaintexts, (plaintext) => {
        const old = before.seal(plaintext, place);
        expect(during.isCurrent(old)).toBe(false);
        const fresh = during.seal(during.open(old, place), place);
        expect(during.isCurrent(fresh)).toBe(true);
        expect(after.open(fresh, place)).toBe(plaintext);
        expect(failure(() => after.open(old, place))).toBeDefined();
        expect(failure(() => before.open(fresh, place))).toBeDefined();
      }),
    );
  });
});
