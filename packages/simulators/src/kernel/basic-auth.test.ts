import { expect, test } from "vitest";
import { fromBase64, toBase64 } from "./base64.ts";
import { basicAuth, readBasicAuth } from "./basic-auth.ts";

test.each(["id:secret", "id:sé:cret→", "", "名:前", "\uFEFFid:x"])("%o survives base64", (text) => {
  expect(fromBase64(toBase64(text))).toBe(text);
});

test("half a megabyte is encoded", () => {
  expect(toBase64("é".repeat(250_000))).toHaveLength(666_668);
});

test("only Basic is read, in any case", () => {
  expect(basicAuth("id", "secret")).toBe(`Basic ${btoa("id:secret")}`);
  expect(readBasicAuth(`bASIC  ${btoa("id:secret")}`)).toBe("id:secret");
  for (const header of [undefined, "", "Basic", "Basic =x=", `Bearer ${btoa("id:secret")}`, btoa("id:secret")]) {
    expect(readBasicAuth(header)).toBeUndefined();
  }
});
