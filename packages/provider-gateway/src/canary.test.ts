import { createTargetSchema, isMultistreamError } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { wireStream } from "./test-support/samples.ts";
import { apiKey, context, failure, problem, stubGateway } from "./test-support/stub-gateway.ts";

const streamKey = "target-key-canary";
const ingestKey = "ingest-key-canary";
const webhookSecret = "whsec_webhook-secret-canary";
const target = createTargetSchema.parse({ name: "A", destination: { url: "rtmp://a.example.com/app", streamKey } });

/** Everything that an error can be made to show. */
function shown(value: unknown): string {
  if (!(value instanceof Error)) return JSON.stringify(value);
  const rest = isMultistreamError(value) ? JSON.stringify(value) : "";
  const own = JSON.stringify(value, Object.getOwnPropertyNames(value));
  return [String(value), value.stack, rest, own, value.cause === undefined ? "" : shown(value.cause)].join("\n");
}

test.each([400, 401, 404, 409, 422, 502])("a problem that echoes all it can shows nothing: %i", async (status) => {
  const echo = `You sent ${[apiKey, webhookSecret, streamKey, ingestKey].join(" and ")}`;
  const issues = [{ path: `targets.${streamKey}`, message: echo }];
  const answer = problem(
    status,
    "invalid_argument",
    { detail: echo, hint: echo, issues },
    { "x-request-id": streamKey },
  );
  const ingest = [{ protocol: "rtmp", url: "rtmp://in.example.com/live", streamKey: ingestKey }];
  const { adapter } = stubGateway(
    {
      "POST /v1/streams": { status: 201, json: { stream: wireStream(), ingest } },
      "POST /v1/streams/str_1/targets": answer,
      "GET /v1/streams/str_1": answer,
    },
    { webhookSecrets: [webhookSecret] },
  );
  await adapter.streams.create({ name: "Show", enabled: true, targets: [target] }, context());
  for (const run of [
    () => adapter.targets.create("str_1", target, context()),
    () => adapter.streams.get("str_1", context()),
    () => adapter.poll?.({ streamId: "str_1" }, context()),
  ]) {
    const text = shown(await failure(run()));
    for (const secret of [apiKey, webhookSecret, streamKey, ingestKey]) expect(text).not.toContain(secret);
  }
});
