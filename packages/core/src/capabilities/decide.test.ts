import { describe, expect, test } from "vitest";
import { CapabilityError } from "../errors/capability-error.ts";
import { aRule, someCapabilities } from "../fixtures.test.support.ts";
import { type Capabilities, capabilitiesSchema, type Rule } from "../model/capabilities.ts";
import type { StreamState } from "../model/stream.ts";
import { assertAllowed, decide, operations, ruleOf } from "./decide.ts";

function withCreate(rule: Rule): Capabilities {
  const base = someCapabilities();
  return { ...base, target: { ...base.target, create: rule } };
}

const onlyIdle = withCreate(aRule({ live: "refused", reason: "targets are fixed while live" }));
const onlyLive = withCreate(aRule({ idle: "refused" }));
const never = withCreate(aRule({ idle: "refused", live: "refused" }));
const notOff = withCreate(aRule({ live: "refused", disabled: "refused" }));
const onlyOff = withCreate(aRule({ idle: "refused", live: "refused", disabled: "now" }));
const late = withCreate(aRule({ live: "next_session", via: "emulated" }));

describe("decide", () => {
  test.each<[string, Capabilities, StreamState | undefined, object]>([
    ["idle rule without a state", onlyIdle, undefined, { allowed: true, applies: "now", via: "native" }],
    ["idle rule while idle", onlyIdle, "idle", { allowed: true, applies: "now" }],
    ["idle rule while disabled", onlyIdle, "disabled", { allowed: true, applies: "now" }],
    ["idle rule while unknown", onlyIdle, "unknown", { allowed: true, applies: "now" }],
    [
      "live rule while live",
      onlyIdle,
      "live",
      { allowed: false, code: "not_idle", reason: "targets are fixed while live" },
    ],
    ["live rule while reconnecting", onlyIdle, "reconnecting", { allowed: false, code: "not_idle" }],
    [
      "refused while idle only",
      onlyLive,
      "idle",
      { allowed: false, code: "unsupported", reason: expect.stringContaining("while the stream is idle") },
    ],
    ["allowed while live only", onlyLive, "live", { allowed: true, applies: "now" }],
    [
      "refused while disabled",
      notOff,
      "disabled",
      { allowed: false, code: "not_idle", reason: expect.stringContaining("disabled") },
    ],
    ["a rule for disabled while idle", notOff, "idle", { allowed: true, applies: "now" }],
    ["allowed while disabled only", onlyOff, "disabled", { allowed: true, applies: "now" }],
    ["allowed while disabled only, while idle", onlyOff, "idle", { allowed: false, code: "unsupported" }],
    ["never", never, "live", { allowed: false, code: "unsupported" }],
    ["never, without a state", never, undefined, { allowed: false, code: "unsupported" }],
    ["late and emulated", late, "live", { allowed: true, applies: "next_session", via: "emulated" }],
  ])("%s", (_name, capabilities, state, expected) => {
    expect(decide(capabilities, "target.create", state)).toMatchObject(expected);
  });

  test("each operation has the rule of its own name", () => {
    let count = 0;
    const base = someCapabilities();
    const numbered = capabilitiesSchema.parse(
      JSON.parse(JSON.stringify(base), (key, value: unknown) => (key === "source" ? `page ${(count += 1)}` : value)),
    );
    const pages = operations.map((operation) => ruleOf(numbered, operation).source);
    expect(new Set(pages).size).toBe(operations.length);
    expect(count).toBe(operations.length);
    expect(ruleOf(numbered, "target.update.rendition")).toBe(numbered.target.update.rendition);
    expect(ruleOf(numbered, "stream.rotateIngest")).toBe(numbered.stream.rotateIngest);
  });
});

describe("assertAllowed", () => {
  test("lets pass what is allowed", () => {
    expect(() => assertAllowed(onlyIdle, "target.create", "fake", "idle")).not.toThrow();
  });

  test.each<[Capabilities, StreamState, string]>([
    [onlyIdle, "live", "not_idle"],
    [onlyLive, "idle", "unsupported"],
    [never, "idle", "unsupported"],
    [notOff, "disabled", "not_idle"],
  ])("throws with the rule: case %#", (capabilities, state, code) => {
    expect(() => assertAllowed(capabilities, "target.create", "fake", state)).toThrow(
      expect.objectContaining({
        name: CapabilityError.name,
        code,
        operation: "target.create",
        provider: "fake",
        rule: capabilities.target.create,
        outcome: "not_applied",
        retryable: false,
        hint: expect.any(String),
      }),
    );
  });
});
