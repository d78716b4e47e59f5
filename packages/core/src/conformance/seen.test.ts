import { expect, test } from "vitest";
import { Secret } from "../redaction/secret.ts";
import { Seen } from "./seen.ts";

const key = "canary key/1+2";

const circular: { self?: unknown; key: string } = { key };
circular.self = circular;
const hidden = Object.defineProperty({}, "key", { value: key, enumerable: false });
const cause = new Error("outside", { cause: new Error(`inside ${key}`) });

test.each<[string, unknown]>([
  ["a text", `rtmp://live.example/app/${key}`],
  ["a URL's encoding", { url: `rtmp://live.example/app?key=${encodeURIComponent(key)}` }],
  ["a list of a list", [[{ notes: [key] }]]],
  ["a name of a field", { [key]: true }],
  ["a map", new Map([["a", new Set([key])]])],
  ["an error's cause", cause],
  ["an error's field", Object.assign(new Error("x"), { request: { body: key } })],
  ["a field that is not enumerable", hidden],
  ["a symbol's field", { [Symbol("x")]: key }],
  ["headers", new Headers({ authorization: key })],
  ["a request", { request: new Request("https://api.example/", { headers: { authorization: key } }) }],
  ["bytes", { body: new TextEncoder().encode(key) }],
  ["its own text", { toString: () => key }],
  ["its own JSON", { toJSON: () => ({ key }) }],
  ["something circular", circular],
])("a secret is found in %s", (_where, value) => {
  const seen = new Seen();
  seen.note("here", value);
  expect(seen.leak()).toBeUndefined();
  seen.hide(key);
  expect(seen.leak()).toBe("here");
});

test("a secret that is wrapped is not found, and neither is what is too short to be one", () => {
  const seen = new Seen();
  seen.note("here", { key: new Secret(key), text: "abc" });
  seen.hide(key);
  seen.hide("abc");
  seen.hide(undefined);
  expect(seen.leak()).toBeUndefined();
  expect(seen.secrets).toEqual([key]);
});
