import { expect, test } from "vitest";
import { Secret } from "./secret.ts";

test("a secret comes out by reveal only", () => {
  const secret = new Secret("topsecret");
  const inspect: unknown = Reflect.get(secret, Symbol.for("nodejs.util.inspect.custom"));
  const shown = [
    String(secret),
    JSON.stringify({ secret }),
    JSON.stringify(Object.entries(secret)),
    typeof inspect === "function" ? inspect.call(secret) : "no inspect",
  ];
  expect(shown).toEqual(["[redacted]", '{"secret":"[redacted]"}', "[]", "[redacted]"]);
  expect(secret.reveal()).toBe("topsecret");
});

test("a structured secret stays hidden as well", () => {
  const secret = new Secret({ streamKey: "topsecret" });
  expect(JSON.stringify([secret])).not.toContain("topsecret");
  expect(JSON.stringify(structuredClone(secret))).not.toContain("topsecret");
  expect(secret.reveal().streamKey).toBe("topsecret");
});
