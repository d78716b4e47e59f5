import { expect, test } from "vitest";
import { beneath } from "./beneath.ts";
import { MultistreamError } from "./multistream-error.ts";
import { ProviderError } from "./provider-error.ts";

test("an error about a part names its issues from the top, and is the same otherwise", () => {
  const options = { provider: "livepeer", status: 422, issues: [{ path: "destination", message: "must be a URI" }] };
  const error = new ProviderError("invalid_argument", "No.", { ...options, hint: "Do this." });
  const told = beneath(error, "targets.2.");
  expect(told).toBeInstanceOf(ProviderError);
  expect(told).toMatchObject({ code: "invalid_argument", message: "No.", status: 422, hint: "Do this." });
  expect(told).toMatchObject({ issues: [{ path: "targets.2.destination", message: "must be a URI" }] });
  expect(error.issues?.[0]?.path).toBe("destination");
});

test("what has no issues stays as it is", () => {
  const error = new MultistreamError("conflict", "No.");
  expect(beneath(error, "targets.0.")).toBe(error);
  expect(beneath("other", "targets.0.")).toBe("other");
});
