import { expect, test } from "vitest";
import { livepeer } from "./livepeer.ts";
import { aContext, aStream, aTarget, interceptLivepeer, open } from "./test-support/simulated.ts";

interceptLivepeer();
const context = aContext();

/** Everything that somebody could print of a thing. */
function shown(thing: unknown): string {
  if (!(thing instanceof Error)) return JSON.stringify(thing);
  const own = Object.fromEntries(Object.getOwnPropertyNames(thing).map((name) => [name, Reflect.get(thing, name)]));
  return [String(thing), thing.stack, JSON.stringify(thing), JSON.stringify(own), shown(thing.cause ?? null)].join(
    "\n",
  );
}

const failed = (call: Promise<unknown> | undefined): Promise<unknown> =>
  Promise.resolve(call).then(
    () => new Error("nothing failed"),
    (error: unknown) => error,
  );

test("planted keys are in no model, observation or error, also when Livepeer echoes them", async () => {
  const apiKey = "canary-api-key-0d1f6c2e";
  const webhookSecret = "canary-webhook-secret";
  const { provider, simulator } = open({
    settings: { apiKey, webhookSecrets: [webhookSecret] },
    simulator: { apiKey },
  });
  const srt = { url: "srt://live.example:9000", streamId: "canary-srt-id", passphrase: "canary-passphrase" } as const;
  const targets = [aTarget(1), aTarget(2, { destination: srt })];
  const { stream, ingest } = await provider.streams.create(aStream({ targets }), context);
  const ingestKey = ingest[0]?.protocol === "rtmp" ? ingest[0].streamKey : "none";
  const ref = { streamId: stream.id, id: stream.targets?.[0]?.id ?? "" };
  await simulator.stage.connect(stream.id);

  const things: unknown[] = [
    stream,
    await provider.streams.get(stream.id, context),
    await provider.streams.list({ limit: 10 }, context),
    await provider.targets.create(stream.id, aTarget(3), context),
    await provider.targets.update?.(ref, { destination: { url: "rtmp://x.example/app/canary-in-url" } }, context),
    await provider.targets.list(stream.id, context),
    await provider.poll?.({}, context),
  ];

  const keys = [apiKey, webhookSecret, ingestKey, "canary"];
  const echo = [
    `no token ${apiKey} found`,
    `bad url rtmp://live4.example/app/canary-target-key-4 of ${ingestKey}`,
    JSON.stringify({ instancePath: "/url", message: "not rtmp://live4.example/app/canary-target-key-4" }),
  ];
  for (const [status, text] of [401, 400, 422].map((code, index) => [code, echo[index]] as const)) {
    const rule = { method: "POST", path: "/api/multistream/target", times: 9 };
    simulator.faults.add({ ...rule, fault: { kind: "answer", status, body: { errors: [text] } } });
    things.push(await failed(provider.targets.create(stream.id, aTarget(4), context)));
    simulator.faults.clear();
  }
  // What was made, and then could not be read: the answer holds the key of the ingest.
  const secretive = { id: 7, streamKey: ingestKey, name: [ingestKey] };
  simulator.faults.add({ path: `/api/stream/${stream.id}`, fault: { kind: "answer", status: 200, body: secretive } });
  things.push(await failed(provider.streams.get(stream.id, context)));
  things.push(await failed(provider.request?.({ path: "/multistream/target" })));

  const text = things.map(shown).join("\n");
  const known = new Set(keys.filter((key) => text.includes(key)));
  expect([...known]).toEqual([]);
  expect(things.filter((thing) => thing instanceof Error && thing.message === "nothing failed")).toEqual([]);
});

test("a key that Livepeer does not know is not repeated", async () => {
  const { apiKey } = open({ settings: { apiKey: "canary-unknown-key" } });
  expect(apiKey).not.toBe("canary-unknown-key");
  const error = await failed(livepeer({ apiKey: "canary-unknown-key" }).streams.get("s1", context));
  expect(error).toMatchObject({ code: "unauthenticated", provider: "livepeer", status: 401 });
  expect(shown(error)).not.toContain("canary");
});

test("the secret of a new webhook is told once, as a secret, and its URL's token nowhere", async () => {
  const { provider, simulator } = open();
  const url = "https://app.example/hooks?token=canary-token";
  const made = await provider.webhooks?.register?.(url, context);
  expect(made?.secret.reveal()).toMatch(/^[0-9a-f]{64}$/);
  expect(shown(made)).not.toContain(made?.secret.reveal());
  const body = { errors: [`refused ${url}`] };
  simulator.faults.add({ method: "POST", path: "/api/webhook", fault: { kind: "answer", status: 400, body } });
  expect(shown(await failed(provider.webhooks?.register?.(url, context)))).not.toContain("canary");
});
