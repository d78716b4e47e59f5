import { type CallContext, createMultistream, type Multistream, type ProviderAdapter } from "@polycast/core/provider";
import { type MuxSimulator, muxSimulator, type MuxSimulatorSettings } from "@polycast/simulators";
import { http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll } from "vitest";
import { mux } from "../mux.ts";
import type { MuxSettings } from "../settings.ts";

const fast = { perSecond: 1_000, burst: 1_000 };
const server = setupServer();
const sink = async (): Promise<Response> => new Response(null, { status: 204 });
let accounts = 0;

/** Puts simulators where `fetch` goes, for the tests of one file. */
export function useSimulators(): void {
  beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());
}

export type Simulated = { simulator: MuxSimulator; adapter: ProviderAdapter; client: Multistream; token: string };

/** A fresh account at Mux and the adapter that uses it, by the global `fetch` and its real HTTP client. */
export function simulated(adapterSettings: MuxSettings = {}, settings: MuxSimulatorSettings = {}): Simulated {
  const tokenId = `token-id-${++accounts}`;
  const token = `token-secret-canary-${accounts}`;
  const simulator = muxSimulator({ tokenId, tokenSecret: token, fetch: sink, ...settings });
  // A request that hangs ends when it is aborted, and then nobody waits for what it answers.
  const answer = (request: Request): Promise<Response> => simulator.fetch(request).catch(() => Response.error());
  server.use(http.all("https://api.mux.com/*", ({ request }) => answer(request)));
  const rateLimits = { create: fast, other: fast };
  const adapter = mux({ tokenId, tokenSecret: token, rateLimits, ...adapterSettings });
  return { simulator, adapter, client: createMultistream({ provider: adapter }), token };
}

/** A context whose signal never aborts. */
export function context(idempotencyKey?: string): CallContext {
  const { signal } = new AbortController();
  return idempotencyKey === undefined ? { signal } : { signal, idempotencyKey };
}

/** What a simulator was asked, e.g. `POST /video/v1/live-streams`. */
export function asked({ requests }: MuxSimulator): string[] {
  return requests.all().map(({ method, path }) => `${method} ${path}`);
}

/** What a promise fails with. */
export async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => {
      throw new Error("It was to fail, and answered", { cause: value });
    },
    (error: unknown) => error,
  );
}
