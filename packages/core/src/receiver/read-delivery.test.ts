import { expect, test } from "vitest";
import { readDelivery } from "./read-delivery.ts";

const request = (body?: string): Request =>
  new Request("https://app.example/hooks", { method: "POST", ...(body !== undefined && { body }) });

test("as many bytes as are allowed, and not one more", async () => {
  expect((await readDelivery(request("abcde"), 5))?.body).toEqual(new TextEncoder().encode("abcde"));
  expect(await readDelivery(request("abcdef"), 5)).toBeUndefined();
});

test("a request without a body has an empty one", async () => {
  expect((await readDelivery(request()))?.body).toEqual(new Uint8Array());
});
