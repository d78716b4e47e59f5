import {
  type CallContext,
  createStreamSchema,
  createTargetSchema,
  type Destination,
  type NewStream,
  type NewTarget,
  type ProviderAdapter,
} from "@polycast/core/provider";
import {
  type LivepeerSimulator,
  livepeerSimulator,
  type LivepeerSimulatorSettings,
  manualClock,
} from "@polycast/simulators";
import { http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, beforeAll } from "vitest";
import { livepeer } from "../livepeer.ts";
import type { LivepeerSettings } from "../settings.ts";

/** By the key that a request is authorized with, so that tests can run beside each other. */
const simulators = new Map<string, LivepeerSimulator>();
const server = setupServer(http.all("https://livepeer.studio/api/*", ({ request }) => answer(request)));

/** Lets the tests of a file reach simulators through the real `fetch`. */
export function interceptLivepeer(): void {
  beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
  afterAll(() => server.close());
}

async function answer(request: Request): Promise<Response> {
  const simulator = simulators.get(request.headers.get("authorization") ?? "");
  try {
    return (await simulator?.fetch(request)) ?? new Response("no such simulator", { status: 599 });
  } catch (error) {
    // The client has hung up.
    if (request.signal.aborted) return Response.error();
    throw error;
  }
}

/** A fresh account at a simulator whose clock stands still, and the adapter for it. */
export function open(options: { settings?: LivepeerSettings; simulator?: LivepeerSimulatorSettings } = {}) {
  const apiKey = crypto.randomUUID();
  const clock = manualClock(Date.UTC(2026, 0, 1));
  const simulator = livepeerSimulator({ apiKey, clock, ...options.simulator });
  simulators.set(`Bearer ${apiKey}`, simulator);
  const quick = { perSecond: 10_000, burst: 10_000 };
  const settings: LivepeerSettings = { apiKey, rateLimits: { create: quick, other: quick }, ...options.settings };
  if (settings.apiKey !== undefined) simulators.set(`Bearer ${settings.apiKey}`, simulator);
  const provider = livepeer(settings);
  return {
    provider,
    /** A second adapter for the same account, as after a restart. */
    restarted: (): ProviderAdapter => livepeer(settings),
    simulator,
    clock,
    apiKey,
    /** `METHOD /path` of the calls so far, below the base URL. */
    calls: (): string[] =>
      simulator.requests.all().map(({ method, path }) => `${method} ${path.replace(/^\/api/u, "")}`),
    /** All target objects of the account, by the provider's own door. */
    storedTargets: async (): Promise<{ id: string; name: string; disabled?: boolean }[]> => {
      const { userId } = simulator.accounts[0] ?? { userId: "" };
      const searchParams = { userId, limit: 1000 };
      return read(await provider.request?.({ path: "/multistream/target", searchParams }));
    },
    storedStreams: async (): Promise<{ id: string; name: string }[]> => {
      return read(await provider.request?.({ path: "/stream", searchParams: { streamsonly: 1, limit: 1000 } }));
    },
    /** The references of a stream as they are stored. */
    references: async (streamId: string): Promise<{ id: string; profile: string; videoOnly?: boolean }[]> => {
      const stream: unknown = await provider.request?.({ path: `/stream/${streamId}` });
      const multistream: unknown = Reflect.get(Object(stream), "multistream");
      return read(Reflect.get(Object(multistream), "targets") ?? []);
    },
  };
}

/** What the simulator answers is ours to trust. */
function read<T>(list: unknown): T[] {
  if (!Array.isArray(list)) throw new TypeError("not a list");
  return list;
}

/** The `n`-th destination; each has a key that is easy to find where it must not be. */
export function aDestination(n = 1): Destination {
  return { url: `rtmp://live${n}.example/app`, streamKey: `canary-target-key-${n}` };
}

export function aTarget(n = 1, differences: Partial<NewTarget> = {}): NewTarget {
  return { ...createTargetSchema.parse({ name: `Target ${n}`, destination: aDestination(n) }), ...differences };
}

export function aStream(differences: Partial<NewStream> = {}): NewStream {
  return { ...createStreamSchema.parse({ name: "Friday show" }), ...differences };
}

export function aContext(differences: Partial<CallContext> = {}): CallContext {
  return { signal: new AbortController().signal, ...differences };
}
