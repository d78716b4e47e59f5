import type { CallContext, NewStream, NewTarget, ProviderAdapter } from "@polycast/core/provider";
import { type CastrSimulatorSettings, castrSimulator, type ManualClock, manualClock } from "@polycast/simulators";
import { http } from "msw";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll } from "vitest";
import { castr, createCastr } from "../castr.ts";
import type { CastrSettings } from "../settings.ts";

export const tokenId = "castr-token-id";
export const tokenSecret = "castr-secret-key-canary";

const limit = { perSecond: 1_000, burst: 1_000 };
const rateLimits = { create: limit, other: limit };

const server = setupServer();

/** Catches every request of a test file; one that no simulator answers fails. */
export function catchRequests(): void {
  beforeAll(() => server.listen({ onUnhandledFrame: "error" }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());
}

export type Simulated = {
  adapter: ProviderAdapter;
  simulator: ReturnType<typeof castrSimulator>;
  clock: ManualClock;
  /** What was asked of Castr so far, e.g. `POST /live_streams`. */
  calls: () => string[];
};

/** The adapter, over real requests, in front of a simulator with a clock that the test moves. */
export function simulated(simulatorSettings: CastrSimulatorSettings = {}, settings: CastrSettings = {}): Simulated {
  const clock = manualClock();
  const simulator = castrSimulator({ clock, tokenId, secretKey: tokenSecret, ...simulatorSettings });
  // A request that the simulator lets hang rejects when it is aborted; nobody is there to hear of it.
  const answer = (request: Request): Promise<Response> => simulator.fetch(request).catch(() => Response.error());
  server.use(http.all("https://api.castr.com/v2/*", ({ request }) => answer(request)));
  const given = { tokenId, tokenSecret, rateLimits, ...settings };
  const calls = (): string[] => simulator.requests.all().map(({ method, path }) => `${method} ${path.slice(3)}`);
  return { adapter: createCastr(given, () => clock.now()), simulator, clock, calls };
}

/** Answers everything with this, in place of a simulator. */
export function answering(answer: (request: Request) => Response | Promise<Response>): ProviderAdapter {
  server.use(http.all("https://api.castr.com/v2/*", ({ request }) => answer(request)));
  return castr({ tokenId, tokenSecret, rateLimits });
}

export function calm(): CallContext {
  return { signal: new AbortController().signal };
}

export function newTarget(fields: Partial<NewTarget> = {}): NewTarget {
  return { name: "YouTube", destination: youTube(), enabled: true, rendition: "source", ...fields };
}

export function newStream(fields: Partial<NewStream> = {}): NewStream {
  return { name: "Show", enabled: true, targets: [], ...fields };
}

export function youTube(streamKey = "debs-4ux2-r565-1sv4-68zh"): NewTarget["destination"] {
  return { url: "rtmp://a.rtmp.youtube.com/live2", streamKey };
}

/** The error of a call that must fail. */
export async function failure(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("It did not fail.");
}
