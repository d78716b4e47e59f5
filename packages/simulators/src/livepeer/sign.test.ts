import { expect, test } from "vitest";
import { signatureOf } from "./sign.ts";

const SECRET = "test-shared-secret";

test("signs the body alone, and says the time beside it", async () => {
  const body =
    '{"id":"9c12be3c-3775-4f52-bb0d-c68e97d483b4","webhookId":"097e8bb9-6c91-4624-8507-77ac29aeb61e","createdAt":1700000000000,"timestamp":1700000000123,"event":"multistream.connected","stream":{"id":"8040ad16-bb97-4c82-9e53-93a5ca7dfd50","name":"test","isActive":true},"payload":{"target":{"id":"fbc828b6-e47b-4718-805b-aff000f2539c","name":"yt","profile":"source"}}}';
  expect(await signatureOf(SECRET, body, 1_700_000_000_123)).toBe(
    "t=1700000000123,v1=b245cfd7bb227f4f4b7783fa47374df64f05b7ac1e1d61f572dbc402ebeb932d",
  );
});

test("signs the bytes of UTF-8", async () => {
  const body = '{"timestamp":1700000000123,"event":"multistream.error","payload":{"target":{"name":"Zoë ✓"}}}';
  expect(await signatureOf(SECRET, body, 1_700_000_000_123)).toBe(
    "t=1700000000123,v1=5a5dd0856cdb03cef36c3fb8be95c9da9d298f456a3d711f8bac713c75a25a13",
  );
});
