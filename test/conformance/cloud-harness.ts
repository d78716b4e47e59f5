import type { Fault, Harness, OpenHarness } from "@polycast/core/conformance";
import type { ProviderAdapter, WebhookDelivery } from "@polycast/core/provider";
import { type ManualClock, manualClock, type Simulator } from "@polycast/simulators";
import { vi } from "vitest";

/** The address that a simulator sends its webhooks to; nobody listens there, the deliveries are taken on the way. */
const WEBHOOK_URL = "https://hooks.example.com/polycast";

/** How the requests of an operation look to the provider. */
export type Requests = Record<Fault["operation"], { method: string; path?: string }>;

/** What differs between the cloud providers. */
export type CloudProvider = {
  /** A fresh account. Webhooks leave through `fetch`. */
  simulate(options: { clock: ManualClock; fetch: typeof fetch }): Simulator;
  /** The adapter of the account, over this `fetch`. */
  adapt(options: { fetch: typeof fetch }): ProviderAdapter;
  /** The same with credentials that are wrong. */
  adaptWrongly(options: { fetch: typeof fetch }): ProviderAdapter;
  requests: Requests;
  /** The body of this provider's error answers, with this text in it. */
  errorBody(status: number, text: string): unknown;
  /** What the adapter signs in with. */
  credentials: readonly string[];
  wrongCredential: string;
  renditions?: readonly string[];
  providerOptions?: Harness["providerOptions"];
};

/** Opens a harness over a simulator of the provider, with a clock that only the kit moves. */
export function cloudHarness(provider: CloudProvider): OpenHarness {
  return async () => {
    const clock = manualClock(Date.now());
    vi.useFakeTimers({ toFake: ["Date"], now: clock.now() });
    const simulator = provider.simulate({ clock, fetch: async () => new Response(null, { status: 204 }) });
    const call: typeof fetch = (input, init) => simulator.fetch(new Request(input, init));
    const adapter = provider.adapt({ fetch: call });
    const advance = async (ms: number): Promise<void> => {
      // Step by step, so that whoever asks for the time in between gets the right one.
      const until = clock.now() + ms;
      while (clock.now() < until) {
        await clock.advance(Math.min(1_000, until - clock.now()));
        vi.setSystemTime(clock.now());
      }
    };
    const webhooks = await tapWebhooks(simulator, adapter, clock);
    const keys: string[] = [];
    return {
      adapter,
      encoder: {
        start: (id) => simulator.stage.connect(id),
        drop: (id) => simulator.stage.drop(id),
        resume: (id) => simulator.stage.resume(id),
        end: (id) => simulator.stage.end(id),
      },
      destinations: {
        break: ({ streamId, id }) => simulator.stage.breakTarget(streamId, id),
        heal: ({ streamId, id }) => simulator.stage.healTarget(streamId, id),
      },
      faults: {
        next: (fault) => addFault(simulator, provider, fault, [...provider.credentials, ...keys]),
        clear: () => simulator.faults.clear(),
      },
      ...(webhooks && { webhooks }),
      destination: (n) => {
        const streamKey = `canary-target-key-${n}-d41d8cd9`;
        keys.push(streamKey);
        return { url: `rtmp://live-${n}.example.com/app`, streamKey };
      },
      advance,
      patienceMs: 180_000,
      calls: () => simulator.requests.all().length,
      secrets: () => [
        ...provider.credentials,
        provider.wrongCredential,
        ...(webhooks ? [webhooks.secret.reveal()] : []),
      ],
      ...(provider.renditions && { renditions: provider.renditions }),
      ...(provider.providerOptions && { providerOptions: provider.providerOptions }),
      withBadCredentials: () => provider.adaptWrongly({ fetch: call }),
      close: async () => {
        await adapter.close?.();
        vi.useRealTimers();
      },
    };
  };
}

async function tapWebhooks(
  simulator: Simulator,
  adapter: ProviderAdapter,
  clock: ManualClock,
): Promise<Harness["webhooks"]> {
  if (!adapter.webhooks?.register) return undefined;
  const waiting: WebhookDelivery[] = [];
  simulator.webhooks.onDelivery(({ url, headers, body }) => {
    waiting.push({ url, headers: new Headers(headers), body: new TextEncoder().encode(body) });
  });
  const signal = new AbortController().signal;
  const { secret } = await adapter.webhooks.register(WEBHOOK_URL, { signal });
  return {
    take: async () => {
      await simulator.webhooks.settled();
      return waiting.splice(0);
    },
    secret,
    now: () => new Date(clock.now()),
  };
}

/** Providers have been seen to repeat what they were sent, so this one repeats all that it could have been. */
function addFault(simulator: Simulator, provider: CloudProvider, fault: Fault, sent: readonly string[]): void {
  const { operation, kind, skip = 0, times = 1 } = fault;
  const answer = (status: number, headers: Record<string, string> = {}) => ({
    status,
    headers,
    body: provider.errorBody(status, `Something went wrong with ${sent.join(", ")}.`),
  });
  const faults = {
    rate_limited: { kind: "answer", ...answer(429, { "retry-after": "1" }) },
    error: { kind: "answer", ...answer(503) },
    error_after_commit: { kind: "answer_after_commit", ...answer(500) },
    timeout: { kind: "hang", afterCommit: false },
    timeout_after_commit: { kind: "hang", afterCommit: true },
    garbage: { kind: "answer", status: 200, body: "<html>Welcome</html>" },
  } as const;
  simulator.faults.add({ ...provider.requests[operation], skip, times, fault: faults[kind] });
}
