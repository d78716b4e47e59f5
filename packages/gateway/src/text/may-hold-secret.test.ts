import { scrubText } from "@polycast/core/provider";
import fc from "fast-check";
import { expect, test } from "vitest";
import { scrubLine } from "../log/scrub-line.ts";
import { mayHoldSecret } from "./may-hold-secret.ts";

/** What scrubbing looks for, whole and in pieces, and what may stand around it. */
const words =
  "rtmp rtmps :// :\\/\\/ %3a%2f%2f host.example /app /key streamid passphrase password = Bearer basic pcsk_ pcvt_ whsec_ " +
  "streamKey stream_key STREAMKEY authorization Cookie secret secretKey secret_key api_key apiKey token";
const pieces = [...words.split(" "), '"', "\\", ":", " ", "\n", "ſ", "K", "é", "abcdefghij0123", "a"];
const text = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary", maxLength: 20 }),
);

test("what is said to hold no credential, no scrubbing changes", () => {
  fc.assert(
    fc.property(fc.dictionary(text, fc.oneof(text, fc.array(text, { maxLength: 3 })), { maxKeys: 4 }), (fields) => {
      const json = JSON.stringify(fields);
      if (mayHoldSecret(json)) return;
      expect(JSON.stringify(scrubLine(json))).toBe(json);
      for (const [key, value] of Object.entries(fields)) {
        for (const one of [key, value].flat()) expect(scrubText(one)).toBe(one);
      }
    }),
    { numRuns: 2000 },
  );
});

test("a line about a request holds none", () => {
  const line = { level: "info", route: "/v1/view-tokens/:id", requestId: "req_1", keyId: "key_1", tenantId: "t" };
  expect(mayHoldSecret(JSON.stringify(line))).toBe(false);
});
