import { expect, test } from "vitest";
import { castr } from "./castr.ts";
import { platformSample, streamSample } from "./test-support/samples.ts";
import {
  answering,
  calm,
  catchRequests,
  failure,
  newStream,
  newTarget,
  simulated,
  tokenSecret,
  youTube,
} from "./test-support/simulated.ts";

catchRequests();

const keys = {
  ingest: "lv_canary-ingest?password=canary-password",
  old: "canary-old-key-0001",
  asked: "canary-new-key/0002?a=b",
};
const secrets = [
  tokenSecret,
  btoa(`castr-token-id:${tokenSecret}`),
  keys.old,
  keys.asked,
  keys.ingest,
  "canary-password",
  "canary-embed",
];
const stored = {
  ...streamSample,
  ingest: { server: "rtmp://live.castr.com/static", key: keys.ingest },
  settings: { embed_password: "canary-embed" },
  platforms: [{ ...platformSample, key: keys.old, name: "a" }],
};
const ref = { streamId: stored._id, id: platformSample._id };

/** What Castr may repeat in an answer: what it was sent, and what it has stored of the stream. */
async function echoOf(request: Request): Promise<string> {
  const sent = `${request.headers.get("authorization")} ${await request.text()}`;
  const known = request.url.endsWith("/live_streams") ? "" : `${keys.old} ${keys.ingest} canary-embed canary-password`;
  return `bad: ${known} ${sent} ${encodeURIComponent(known)} ${encodeURIComponent(sent)}`;
}

function soon(): { signal: AbortSignal } {
  return { signal: AbortSignal.timeout(400) };
}

/** Everything that somebody may print of a value. */
function printed(value: unknown): string {
  const parts = [String(value), JSON.stringify(value)];
  if (value instanceof Error) parts.push(value.message, value.stack ?? "", printed(value.cause));
  return parts.join("\n");
}

function expectClean(value: unknown): void {
  const text = printed(value);
  for (const secret of secrets) expect(text).not.toContain(secret);
}

test.each([
  [
    "a refusal",
    (message: string) => Response.json({ statusCode: 400, error: "Bad Request", message }, { status: 400 }),
  ],
  ["a refusal of the token", (message: string) => Response.json({ statusCode: 401, message }, { status: 401 })],
  ["a page", (message: string) => new Response(`<html>${message}</html>`, { status: 403 })],
  ["a fault", (error: string) => Response.json({ statusCode: 500, error }, { status: 500 })],
  ["a success in another shape", (message: string) => Response.json({ _id: 1, message, [message]: 1 })],
  ["a success that is no JSON", (message: string) => new Response(message)],
])("what Castr echoes in %s comes out of nothing", async (_name, answer) => {
  const adapter = answering(async (request) =>
    request.method === "GET" ? Response.json(stored) : answer(await echoOf(request)),
  );
  const asked = { destination: youTube(keys.asked) };
  const results = await Promise.allSettled([
    adapter.targets.create(stored._id, newTarget(asked), soon()),
    adapter.targets.update?.(ref, asked, soon()),
    adapter.targets.delete(ref, soon()),
    adapter.streams.update?.(stored._id, { providerOptions: { castr: { abr: true } } }, soon()),
    adapter.streams.create(newStream(), soon()),
  ]);
  expect(results.filter(({ status }) => status === "rejected").length).toBeGreaterThan(1);
  for (const result of results) expectClean(result.status === "rejected" ? result.reason : result.value);
});

test("an answer that cannot be read comes out of no error", async () => {
  const adapter = answering(() => Response.json({ ...stored, platforms: [{ _id: [keys.old], key: keys.asked }] }));
  expectClean(await failure(adapter.streams.get(stored._id, calm())));
});

test("a model carries no key, an observation neither; the ingest alone does", async () => {
  const adapter = answering(() => Response.json({ ...stored, broadcasting_status: "online" }));
  const stream = await adapter.streams.get(stored._id, calm());
  expect(stream.targets).toHaveLength(1);
  expectClean(stream);
  expectClean(await adapter.targets.list(stored._id, calm()));
  expectClean(await adapter.poll?.({ streamId: stored._id }, calm()));
  expect(await adapter.streams.getIngest(stored._id, calm())).toMatchObject([{ streamKey: keys.ingest }]);
});

test("a created stream carries no key but in its ingest", async () => {
  const { adapter } = simulated();
  const targets = [newTarget({ destination: youTube(keys.asked) })];
  const { stream, ingest } = await adapter.streams.create(newStream({ targets }), calm());
  const [address] = ingest;
  expectClean(stream);
  expect(printed(stream)).not.toContain("?password=");
  expect(address).toMatchObject({ streamKey: expect.stringContaining("?password=") });
});

test("the adapter itself prints no credential", () => {
  const adapter = castr({ tokenId: "castr-token-id", tokenSecret, webhookTokens: ["canary-webhook-token"] });
  expectClean(adapter);
  expect(printed(adapter)).not.toContain("canary-webhook-token");
});
