import { onTestFinished } from "vitest";
import type { TargetObservation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { aStream, aTarget } from "../fixtures.test.support.ts";
import { manualClock } from "../http/clocks.test.support.ts";
import type { Event } from "../model/event.ts";
import type { StreamState } from "../model/stream.ts";
import type { TargetState, TargetStatus } from "../model/target-status.ts";
import { settled } from "../poll/poller.test.support.ts";
import type { Fake } from "./fake-adapter.test.support.ts";
import type { Snapshot, WatchOptions } from "./multistream.ts";
import { type Hearer, watch, type WatchSources } from "./watch.ts";
import { Wishes } from "./wishes.ts";

/** A provider that reports nothing by itself, on a clock that a test turns. */
export function polledSources(fake: Fake): WatchSources & { clock: ReturnType<typeof manualClock> } {
  const provider: ProviderAdapter = { ...fake.adapter, streams: { ...fake.adapter.streams } };
  Reflect.deleteProperty(provider, "subscribe");
  const hearers = new Set<Hearer>();
  return {
    provider,
    adapter: provider,
    memory: undefined,
    wishes: new Wishes(),
    hearers,
    closed: new AbortController().signal,
    clock: manualClock(),
  };
}

export type Watching = {
  fake: Fake;
  clock: ReturnType<typeof manualClock>;
  sources: WatchSources;
  /** What has come since this was asked last: `type id`. */
  told(): string[];
  events: (Snapshot | Event)[];
  /** How it ended, if it has. */
  end: { error?: unknown } | undefined;
  advance(ms: number): Promise<void>;
  stop(): Promise<void>;
};

/** Watches a provider that reports nothing by itself, and reads everything that comes at once. */
export async function startWatching(
  fake: Fake,
  options: WatchOptions = {},
  change: (sources: WatchSources) => WatchSources = (sources) => sources,
): Promise<Watching> {
  const polled = polledSources(fake);
  const { clock } = polled;
  const sources = change(polled);
  const controller = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, controller.signal]) : controller.signal;
  const fresh: string[] = [];
  const watching: Watching = {
    fake,
    clock,
    sources,
    told: () => fresh.splice(0),
    events: [],
    end: undefined,
    async advance(ms) {
      for (let passed = 0; passed < ms; passed += 100) {
        await settled();
        clock.advance(Math.min(100, ms - passed));
      }
      await settled();
    },
    async stop() {
      controller.abort();
      await reading;
    },
  };
  const read = async (): Promise<void> => {
    for await (const event of watch(sources, { ...options, signal })) {
      watching.events.push(event);
      fresh.push(event.type === "snapshot" ? "snapshot" : `${event.type} ${subjectOf(event)}`);
    }
  };
  const reading = read().then(
    () => (watching.end = {}),
    (error: unknown) => (watching.end = { error }),
  );
  onTestFinished(() => watching.stop());
  await settled();
  return watching;
}

function subjectOf({ data }: Event): string {
  return "target" in data ? data.target.id : data.stream.id;
}

/** Puts a stream there, or changes it; its targets are `<id>t1` and so on. */
export function put(fake: Fake, id: string, state: StreamState, targets: TargetState[] = []): void {
  const of = (state: TargetState, index: number) =>
    aTarget({ id: `${id}t${index + 1}`, streamId: id, status: { state, source: "api" } });
  fake.streams.set(id, aStream({ id, status: { state, source: "api" }, targets: targets.map(of) }));
}

/** As a webhook tells it that is received now. */
export function seen(clock: { wall(): number }, status: TargetStatus, differences: Partial<TargetObservation> = {}) {
  const at = clock.wall();
  const occurredAt = new Date(at).toISOString();
  const about = { kind: "target", streamId: "a", targetId: "at1" } as const;
  return { ...about, sequence: at * 1_000, occurredAt, status, ...differences } satisfies TargetObservation;
}

/** As if the client had been given them. */
export function hear({ sources }: Watching, ...observations: Parameters<Hearer>[0]): void {
  for (const hearer of sources.hearers) hearer(observations);
}
