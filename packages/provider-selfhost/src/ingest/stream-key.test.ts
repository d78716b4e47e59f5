import { expect, test } from "vitest";
import { createStreamKey, hashStreamKey } from "./stream-key.ts";

test("keys are long, safe in a URL, and never the same", () => {
  const keys = Array.from({ length: 200 }, createStreamKey);
  for (const key of keys) expect(key).toMatch(/^ik_[0-9A-Za-z]{32}$/u);
  expect(new Set(keys).size).toBe(200);
});

test("the hash is SHA-256", () => {
  expect(hashStreamKey("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
