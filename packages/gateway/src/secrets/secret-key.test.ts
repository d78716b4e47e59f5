import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MasterKey } from "./master-key.ts";
import { isSecretKeyText, newSecretKey, parseSecretKeys } from "./secret-key.ts";

const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((array) => Buffer.from(array));
const encodings = fc.constantFrom("base64", "base64url", "hex");

describe("parseSecretKeys", () => {
  it("takes 32 bytes in each encoding for the same key", () => {
    fc.assert(
      fc.property(bytes, encodings, (key, encoding) => {
        const text = key.toString(encoding);
        expect(isSecretKeyText(text)).toBe(true);
        expect(parseSecretKeys(` ${text} `)[0].id).toBe(new MasterKey(key).id);
      }),
    );
  });

  it("takes several after commas, in their order", () => {
    const keys = [newSecretKey(), newSecretKey(), newSecretKey()];
    const parsed = parseSecretKeys(keys.map(({ text }) => text).join(", "));
    expect(parsed.map((key) => key.id)).toEqual(keys.map(({ key }) => key.id));
  });

  it.each(["", ",", "correct horse battery staple and more", randomBytes(31).toString("base64"), "a".repeat(65)])(
    "refuses %j without repeating it",
    (text) => {
      expect(isSecretKeyText(text)).toBe(false);
      expect(() => parseSecretKeys(text)).toThrow(
        expect.objectContaining({
          code: "invalid_argument",
          message: "The secret key must be 32 bytes as base64 or as 64 hexadecimal digits.",
        }),
      );
    },
  );
});

describe("a master key", () => {
  it("derives independent keys that depend on it alone", () => {
    const raw = randomBytes(32);
    const key = new MasterKey(raw);
    expect(key.derive("seal")).toEqual(new MasterKey(raw).derive("seal"));
    expect(key.derive("seal")).not.toEqual(key.derive("hash"));
    expect(key.derive("seal")).not.toEqual(raw);
  });

  it("does not print itself", () => {
    const raw = randomBytes(32);
    const key = new MasterKey(raw);
    const shown = `${key.toString()} ${JSON.stringify({ key })} ${inspect(key, { showHidden: true })}`;
    for (const encoding of ["hex", "base64", "latin1"] as const) expect(shown).not.toContain(raw.toString(encoding));
    expect(key.id).toMatch(/^[0-9a-f]{12}$/u);
    expect(raw.toString("hex")).not.toContain(key.id);
  });

  it("has 32 bytes", () => {
    expect(() => new MasterKey(randomBytes(16))).toThrow(RangeError);
  });
});
