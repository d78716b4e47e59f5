import { setTimeout as delay } from "node:timers/promises";
import type { Harness } from "@polycast/core/conformance";
import { type ProviderAdapter, Secret, type TargetRef } from "@polycast/core/provider";
import { createGateway, createLog } from "polycast";
import { tempDir } from "../harness/temp-dir.ts";

/** The instance that carries everything. */
const INSTANCE = "behind";
/** How long the gateway may take, really, for what it does by itself. */
const SETTLE_MS = 5_000;
/** Times in a row that nothing must be under way. */
const QUIET_LOOKS = 3;

/** A gateway with a server and a store of its own, whose only provider is the one of another harness. */
export type RunningGateway = AsyncDisposable & {
  readonly url: string;
  /** Brings what the provider sends, and waits until the gateway has taken it in. */
  settle(): Promise<void>;
  /** Waits, really, until it holds several times in a row, or has not held for long. */
  until(holds: () => Promise<boolean>): Promise<void>;
  /** Is a list of the API empty? */
  isEmpty(path: string): Promise<boolean>;
  /** The provider's own id of a stream. */
  nativeStream(streamId: string): Promise<string>;
  /** The provider's own ids of a target; the gateway's where the provider has none of it. */
  nativeTarget(ref: TargetRef): Promise<TargetRef>;
};

/** Opens one. */
export async function runGateway(behind: Harness, apiKey: string): Promise<RunningGateway> {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir());
  const output = { write: () => undefined, close: () => Promise.resolve() };
  const gateway = await createGateway({
    settings: {
      httpPort: 0,
      host: "127.0.0.1",
      dataDir: dir.path,
      provider: INSTANCE,
      apiKey: new Secret(apiKey),
      allowPrivateTargets: true,
    },
    providers: { [INSTANCE]: withSecret(behind) },
    log: createLog({ level: "error", output }).log,
  });
  stack.defer(() => gateway.close());
  const url = `http://127.0.0.1:${gateway.address.http}`;
  const open = stack.move();

  async function ask(path: string): Promise<{ data?: unknown[]; id?: string; bindings?: { id: string }[] }> {
    const answer = await fetch(url + path, { headers: { authorization: `Bearer ${apiKey}` } });
    return (await answer.json()) as Awaited<ReturnType<typeof ask>>;
  }
  const nativeId = async (path: string): Promise<string> => {
    const { bindings, id } = await ask(path);
    return bindings?.[0]?.id ?? id ?? "";
  };
  const nativeStream = (streamId: string): Promise<string> => nativeId(`/v1/streams/${streamId}`);
  const isEmpty = async (path: string): Promise<boolean> => (await ask(path)).data?.length === 0;

  async function bring(): Promise<void> {
    for (const { headers, body } of (await behind.webhooks?.take()) ?? []) {
      await fetch(`${url}/webhooks/${INSTANCE}`, { method: "POST", headers, body: Buffer.from(body) });
    }
    if (behind.webhooks || behind.adapter.subscribe) return;
    // The waits of the gateway's poller are real ones, and here an hour may pass in a moment.
    const polled = await behind.adapter.poll?.({}, { signal: new AbortController().signal });
    for (const observation of polled ?? []) gateway.control.intake.observer.observe(INSTANCE, observation);
  }

  return {
    url,
    until,
    isEmpty,
    nativeStream,
    async settle() {
      await bring();
      let calls = behind.calls?.();
      await until(async () => {
        const before = calls;
        calls = behind.calls?.();
        return before === calls && isEmpty("/v1/inbox?state=received&limit=1");
      });
    },
    nativeTarget: async ({ streamId, id }) => ({
      streamId: await nativeStream(streamId),
      id: await nativeId(`/v1/streams/${streamId}/targets/${id}`),
    }),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + SETTLE_MS;
  for (let times = 0; times < QUIET_LOOKS && performance.now() < end; times = (await holds()) ? times + 1 : 0) {
    await delay(1);
  }
}

/** The adapter behind, which besides believes what is signed with the secret that its harness knows. */
function withSecret({ adapter, webhooks: tap }: Harness): ProviderAdapter {
  const { webhooks } = adapter;
  if (!webhooks || !tap) return adapter;
  const verify: typeof webhooks.verify = (delivery, options) =>
    webhooks.verify(delivery, { ...options, secrets: [...(options?.secrets ?? []), tap.secret] });
  return { ...adapter, webhooks: { ...webhooks, verify } };
}
