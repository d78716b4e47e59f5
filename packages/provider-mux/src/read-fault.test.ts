import { expect, test } from "vitest";
import { readFault } from "./read-fault.ts";

const read = (status: number, body: unknown): ReturnType<typeof readFault> =>
  readFault({ status, body, headers: new Headers(), method: "GET", path: "/" });

test.each([
  [
    400,
    { error: { type: "invalid_parameters", messages: ["Failed to parse ID", "and more"] } },
    "Failed to parse ID; and more",
  ],
  [400, { error: { type: "invalid_parameters", message: "One text" } }, "One text"],
  [429, { errors: ["Too many requests, retry later."] }, "Too many requests, retry later."],
  [400, { error: { type: "invalid_parameters" } }, "invalid_parameters"],
  [400, { error: { type: "odd", messages: [] } }, "odd"],
])("%i %j", (status, body, message) => {
  expect(read(status, body).message).toBe(message);
});

test.each([["<html>Bad gateway</html>"], [undefined], [null], [{ error: "text" }], [{ errors: [1] }], [[]]])(
  "a body in no known shape says nothing: %j",
  (body) => {
    expect(read(502, body)).toEqual({});
  },
);

test.each([400, 401, 403, 404, 422])("%i comes with what to do", (status) => {
  expect(read(status, {}).hint).toMatch(/\.$/u);
});

test("the code is left to the status: no text of Mux is matched", () => {
  expect(read(401, { error: { type: "unauthorized", messages: ["Unauthorized request"] } })).not.toHaveProperty("code");
});
