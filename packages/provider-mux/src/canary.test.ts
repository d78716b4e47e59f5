import { isMultistreamError, type ProviderAdapter } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { target, wanted } from "./test-support/account.ts";
import { context, failure, simulated, useSimulators } from "./test-support/simulated.ts";
import { signedRequest } from "./testing.ts";

useSimulators();

/** Everything that an error can be made to show. */
function shown(value: unknown): string {
  if (!(value instanceof Error)) return JSON.stringify(value);
  const rest = isMultistreamError(value) ? JSON.stringify(value) : "";
  const own = JSON.stringify(value, Object.getOwnPropertyNames(value));
  return [String(value), value.stack, rest, own, value.cause === undefined ? "" : shown(value.cause)].join("\n");
}

async function planted(webhookSecrets = ["webhook-secret-canary"]) {
  const account = simulated({ webhookSecrets });
  const srt = {
    url: "srt://srt.example.com:9000",
    streamId: "stream id canary",
    passphrase: "pass phrase canary",
  } as const;
  const targets = [
    target(1),
    target(2, { destination: srt, reference: "r" }),
    target(3, { destination: { url: "rtmps://live.example.com/app/url-key-canary?x=1" } }),
  ];
  const { stream, ingest } = await account.client.streams.create({ name: "Show", targets });
  const [rtmps] = ingest;
  const ingestKey = rtmps && "streamKey" in rtmps ? rtmps.streamKey : "";
  const srtIngest = ingest.find((each) => each.protocol === "srt");
  const passphrase = srtIngest && "passphrase" in srtIngest ? (srtIngest.passphrase ?? "") : "";
  const ofCall = [account.token, ...webhookSecrets];
  const ofStream = ["target-key-canary-1", srt.streamId, srt.passphrase, "url-key-canary?x=1", ingestKey, passphrase];
  const secrets = [...ofCall, ...ofStream, "target-key-canary-4"];
  for (const secret of secrets) expect(secret.length).toBeGreaterThan(6);
  const expectClean = (value: unknown): void => {
    const text = shown(value);
    for (const secret of secrets) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(encodeURIComponent(secret));
    }
  };
  return { ...account, stream, ingestKey, ofCall, ofStream, expectClean };
}

/** A call that can fail. */
type Call = {
  run: () => Promise<unknown>;
  /** Which of its requests fails; default: the first. */
  method?: string;
  /** Is it about the stream, so that Mux may tell the stream's keys? */
  ofStream?: boolean;
};

function calls(adapter: ProviderAdapter, streamId: string, id: string): Record<string, Call> {
  const { streams, targets } = adapter;
  const ref = { streamId, id };
  const ofStream = true;
  const inline = { name: "Other", enabled: true, targets: [wanted(4)] };
  const path = `/video/v1/live-streams`;
  return {
    create: { run: () => streams.create(inline, context()) },
    get: { ofStream, run: () => streams.get(streamId, context()) },
    list: { run: () => streams.list({ limit: 5 }, context()) },
    update: { ofStream, run: async () => streams.update?.(streamId, { name: "Other" }, context()) },
    disable: { ofStream, run: async () => streams.update?.(streamId, { enabled: false }, context()) },
    end: { ofStream, run: async () => streams.end?.(streamId, context()) },
    delete: { ofStream, run: () => streams.delete(streamId, context()) },
    getIngest: { ofStream, run: () => streams.getIngest(streamId, context()) },
    rotateIngest: { ofStream, run: async () => streams.rotateIngest?.(streamId, context()) },
    createTarget: { ofStream, method: "POST", run: () => targets.create(streamId, wanted(4), context()) },
    getTarget: { ofStream, run: () => targets.get(ref, context()) },
    listTargets: { ofStream, run: () => targets.list(streamId, context()) },
    deleteTarget: { ofStream, run: () => targets.delete(ref, context()) },
    hasDestination: { ofStream, run: async () => targets.hasDestination?.(ref, wanted(1).destination, context()) },
    poll: { ofStream, run: async () => adapter.poll?.({ streamId }, context()) },
    request: {
      run: async () => adapter.request?.({ method: "POST", path, json: { stream_key: "target-key-canary-4" } }),
    },
    register: { run: async () => adapter.webhooks?.register?.("https://example.com/hook", context()) },
  };
}

test("no model and no observation shows a credential", async () => {
  const { client, adapter, stream, expectClean, simulator } = await planted();
  expectClean(stream);
  await simulator.stage.connect(stream.id, { protocol: "srt" });
  expectClean(await client.streams.get(stream.id));
  expectClean(await client.streams.list());
  expectClean(await client.targets.list(stream.id));
  expectClean(await adapter.poll?.({}, context()));
  expectClean(await client.targets.get(stream.targets?.[0] ?? { streamId: "", id: "" }));
});

test.each([400, 401, 403, 404, 409, 422, 429, 500])(
  "an error that echoes all it can shows nothing: %i",
  async (status) => {
    const { adapter, stream, ofCall, ofStream, expectClean, simulator } = await planted();
    const made = calls(adapter, stream.id, stream.targets?.[0]?.id ?? "");
    // What is repeated waits in between: one is enough.
    const tried = Object.entries(made).filter(([name]) => status !== 500 || name === "update");
    for (const [name, call] of tried) {
      const echoed = [
        ...ofCall,
        ...(call.ofStream ? ofStream : []),
        ...(name.startsWith("create") || name === "request" ? ["target-key-canary-4"] : []),
      ];
      const messages = [`You sent ${echoed.join(" and ")}`, JSON.stringify({ stream_key: echoed })];
      const headers = { "retry-after": "60", "x-request-id": encodeURIComponent(echoed.join("-")) };
      const body = status === 429 ? { errors: messages } : { error: { type: "invalid_parameters", messages } };
      simulator.faults.add({
        times: 3,
        ...(call.method && { method: call.method }),
        fault: { kind: "answer", status, headers, body },
      });
      const gone = status === 404 && (name === "delete" || name === "deleteTarget");
      if (gone) await call.run();
      else expectClean(await failure(call.run()));
      simulator.faults.clear();
    }
  },
);

test("an answer in another shape shows nothing of what is in it", async () => {
  const { adapter, stream, ofStream: keys, expectClean, simulator } = await planted();
  const odd = [{ id: keys[0], stream_key: keys }];
  const body = { data: { id: keys, url: 5, stream_key: keys, [keys.join(" ")]: 1, simulcast_targets: odd } };
  simulator.faults.add({ times: 1_000, fault: { kind: "answer", status: 200, body } });
  const made = calls(adapter, stream.id, stream.targets?.[0]?.id ?? "");
  for (const name of ["get", "list", "getTarget", "rotateIngest", "update", "poll"]) {
    const error = await failure(made[name]?.run() ?? Promise.resolve());
    expect(error).toMatchObject({ code: "provider_response_invalid" });
    expectClean(error);
  }
});

test("a webhook's keys are in no observation and no error, and its secret nowhere", async () => {
  const { adapter, simulator, stream, expectClean, ingestKey } = await planted();
  simulator.addWebhook("https://app.example.com/hook", "webhook-secret-canary");
  await simulator.stage.connect(stream.id, { protocol: "srt" });
  await simulator.stage.warn(stream.id);
  await simulator.webhooks.settled();
  const deliveries = simulator.webhooks.deliveries();
  expect(deliveries.some(({ body }) => body.includes(ingestKey))).toBe(true);
  for (const { url, headers, body } of deliveries) {
    const delivery = { url, headers: new Headers(headers), body: new TextEncoder().encode(body) };
    const now = new Date(simulator.clock.now());
    const verified = await adapter.webhooks?.verify(delivery, { now });
    expectClean(verified);
    expectClean(verified && adapter.webhooks?.translate(verified));
    const changed = { ...delivery, body: new TextEncoder().encode(`${body} `) };
    expectClean(await failure(adapter.webhooks?.verify(changed, { now }) ?? Promise.resolve()));
  }
  const request = await signedRequest({ id: "e" }, { secret: "webhook-secret-canary" });
  expectClean(Object.fromEntries(request.headers));
});
