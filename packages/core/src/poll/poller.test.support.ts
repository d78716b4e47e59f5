import { createFake, type Fake } from "../client/fake-adapter.test.support.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import { aStream } from "../fixtures.test.support.ts";
import { manualClock } from "../http/clocks.test.support.ts";
import type { StreamState } from "../model/stream.ts";
import { observationsOf } from "../state/observations-of.ts";
import { fastCadence } from "./cadence.ts";
import { createPoller, type Poller, type PollerOptions } from "./create-poller.ts";

/** One read that the poller has made: of a stream, or of `all`; in seconds since the start. */
export type Read = `${number} ${string}`;

/** A poller over a provider in memory, on a clock that the test turns. */
export type Polling = {
  fake: Fake;
  poller: Poller;
  clock: ReturnType<typeof manualClock>;
  /** What was read since this was asked last. */
  reads(): Read[];
  taken: string[];
  gone: string[];
  failed: string[];
  /** Puts a stream there, or changes its state. */
  put(id: string, state?: StreamState): void;
  /** What the next read of `all` or of a stream runs into. */
  fault: (of: string) => unknown;
  /** Streams that `take` says disagree. */
  disagreed: string[];
  advance(ms: number): Promise<void>;
};

/** No chance, unless a test asks for it. */
export function startPolling(
  options: Partial<PollerOptions> & {
    withoutPoll?: boolean;
    adapterOf?: (adapter: ProviderAdapter) => ProviderAdapter;
  } = {},
): Polling {
  const { withoutPoll, adapterOf = (adapter) => adapter, ...own } = options;
  const clock = manualClock();
  const after = clock.after.bind(clock);
  const timers = new Set<number>();
  clock.after = (ms, run) => {
    timers.add(clock.now() + ms);
    return after(ms, run);
  };
  const fake = createFake({ streams: [] });
  const made: Read[] = [];
  const second = (): number => Math.round(clock.now() / 100) / 10;
  const read = (of: string): void => {
    made.push(`${second()} ${of}`);
    const fault = polling.fault(of);
    if (fault !== undefined) throw fault;
  };
  const adapter: ProviderAdapter = {
    ...fake.adapter,
    poll: async ({ streamId }) => {
      read(streamId ?? "all");
      const at = { sentAt: clock.wall(), receivedAt: clock.wall() };
      const streams = [...fake.streams.values()].filter(({ id }) => streamId === undefined || id === streamId);
      if (streamId !== undefined && streams.length === 0) throw new MultistreamError("not_found", "No such stream.");
      return streams.flatMap((stream) => observationsOf(stream, at, "poll"));
    },
  };
  if (withoutPoll) Reflect.deleteProperty(adapter, "poll");
  const taken: string[] = [];
  const gone: string[] = [];
  const failed: string[] = [];
  const poller = createPoller({
    adapter: adapterOf(adapter),
    clock,
    cadence: () => fastCadence,
    take: (observations) => {
      taken.push(...observations.map(({ streamId }) => streamId));
      return { disagreed: polling.disagreed };
    },
    gone: (streamId) => gone.push(streamId),
    failed: ({ code }) => failed.push(code),
    ...own,
  });
  const polling: Polling = {
    fake,
    poller,
    clock,
    reads: () => made.splice(0),
    taken,
    gone,
    failed,
    put: (id, state = "idle") => fake.streams.set(id, aStream({ id, status: { state, source: "api" }, targets: [] })),
    fault: () => undefined,
    disagreed: [],
    async advance(ms) {
      const end = clock.now() + ms;
      // From timer to timer: what one has started is done before the next.
      for (;;) {
        await settled();
        const next = Math.min(end, ...timers);
        timers.delete(next);
        clock.advance(next - clock.now());
        if (next === end && !timers.has(end)) return settled();
      }
    },
  };
  return polling;
}

/** Until everything that needs no time is done. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await Promise.resolve();
}

/** The adapter with a list that leaves one stream out, although it is there. */
export function leavingOut(id: string): (adapter: ProviderAdapter) => ProviderAdapter {
  return (adapter) => ({
    ...adapter,
    poll: async (query, context) => {
      const all = (await adapter.poll?.(query, context)) ?? [];
      return all.filter(({ streamId }) => query.streamId !== undefined || streamId !== id);
    },
  });
}
