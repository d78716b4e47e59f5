import { call } from "../client/call.ts";
import type { Observation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { ErrorCode } from "../errors/error-code.ts";
import { isMultistreamError, MultistreamError } from "../errors/multistream-error.ts";
import { type HttpClock, systemClock } from "../http/clock.ts";
import type { Stream, StreamState } from "../model/stream.ts";
import { type Cadence, fastCadence } from "./cadence.ts";
import { PollSchedule } from "./poll-schedule.ts";
import type { Look } from "./plan-polls.ts";
import { readObservations } from "./read-observations.ts";
import { defined } from "../values/defined.ts";

/** Looks under way at once. */
const MAX_IN_FLIGHT = 4;
/** Looks again at the latest after this: the cadence may have changed meanwhile. */
const MAX_SLEEP_MS = 30_000;
const LIST_TIMEOUT_MS = 120_000;

/** What says something of the provider, or of the credentials, and not of the one stream that was asked for. */
const ofAll: ReadonlySet<ErrorCode> = new Set(["rate_limited", "provider_unavailable", "timeout", "unauthenticated"]);

export type PollerOptions = {
  adapter: ProviderAdapter;
  /**
   * Takes in what was read, also of streams that are not followed. Answers the streams of which something newer says
   * otherwise: they are read again after a bit more than two seconds. What it throws counts as a failure of the poll.
   */
  take(observations: Observation[]): { disagreed: string[] } | Promise<{ disagreed: string[] }>;
  /** Told of every stream that was read, followed or not, as the provider has it. Must not throw. */
  read?(stream: Stream): void;
  /** The provider no longer has the stream; it is not followed any more. Must not throw. */
  gone(streamId: string): void;
  /** Told of every poll that failed. The poller goes on by itself, more rarely. Must not throw. */
  failed?(error: MultistreamError): void;
  /** Asked before every poll. Default `fastCadence`. */
  cadence?: () => Cadence;
  /**
   * Read all streams every `idleMs`, however few are followed, so that new ones are found? Asked before every poll.
   * Default: no.
   */
  discover?: () => boolean;
  /** Default: the machine's. */
  clock?: HttpClock;
};

/** Reads the streams of one provider again and again, as often as what is known of them asks for. */
export type Poller = {
  /**
   * Reads this stream from now on; the first time at once, unless `saw` says what is known of it.
   *
   * @throws MultistreamError `limit_exceeded` beyond 10 000 streams
   */
  follow(streamId: string): void;
  leave(streamId: string): void;
  /** Something has changed there, or anywhere where it says no stream: looks soon, and closely for a while. */
  hint(streamId?: string): void;
  /** What is known of a followed stream: decides how often it is read. What the poller reads itself it knows. */
  saw(streamId: string, state: StreamState): void;
  /** Another cadence holds, or new streams are looked for, from now on. Else it is noticed with the next poll. */
  replan(): void;
  /** Stops at once, aborts what is being read, and waits for what is being taken in. */
  close(): Promise<void>;
};

/**
 * Starts a poller. Live streams are read one by one and often, all others together and rarely, within one budget of
 * polls; after failures it waits longer and longer, or as long as the provider asks.
 */
export function createPoller(options: PollerOptions): Poller {
  const { adapter, clock = systemClock, cadence = () => fastCadence, discover = () => false } = options;
  const schedule = new PollSchedule({ clock, cadence, discover });
  const ending = new AbortController();
  const underWay = new Set<Promise<void>>();
  let timer: { at: number; stop: () => void } | undefined;

  function wakeAt(at: number): void {
    if (ending.signal.aborted || (timer && timer.at <= at)) return;
    timer?.stop();
    timer = { at, stop: clock.after(Math.max(0, at - clock.now()), run) };
  }

  function run(): void {
    timer = undefined;
    while (!ending.signal.aborted && underWay.size < MAX_IN_FLIGHT) {
      const { look, nextAt } = schedule.next();
      if (!look) {
        if (nextAt !== Infinity) wakeAt(Math.min(nextAt, clock.now() + MAX_SLEEP_MS));
        return;
      }
      const work = make(look).finally(() => {
        underWay.delete(work);
        wakeAt(clock.now());
      });
      underWay.add(work);
    }
  }

  async function make(look: Look): Promise<void> {
    const streamId = look.kind === "one" ? look.stream.id : undefined;
    const timeoutMs = look.kind === "all" ? { timeoutMs: LIST_TIMEOUT_MS } : {};
    const query = defined({ streamId, onStream: (stream: Stream) => options.read?.(stream) });
    const begun = schedule.begin(look);
    try {
      const observations = await call(
        adapter.name,
        { signal: ending.signal, ...timeoutMs },
        (context) => readObservations(adapter, query, context, () => clock.wall()),
        { isRead: true },
      );
      const { disagreed } = await options.take(observations);
      begun.succeed(observations, new Set(disagreed));
    } catch (error) {
      if (ending.signal.aborted) return;
      if (look.kind === "one" && isMultistreamError(error, "not_found")) {
        if (schedule.leave(look.stream)) options.gone(look.stream.id);
        return;
      }
      const failure = isMultistreamError(error) ? error : brokenTake(adapter.name, error);
      begun.fail(failure, ofAll.has(failure.code));
      options.failed?.(failure);
    }
  }

  const soon = (): void => wakeAt(clock.now());
  if (discover()) soon();
  return {
    follow(streamId) {
      schedule.follow(streamId);
      soon();
    },
    leave: (streamId) => schedule.leave(streamId),
    hint(streamId) {
      schedule.hint(streamId);
      soon();
    },
    saw(streamId, state) {
      schedule.saw(streamId, state);
      soon();
    },
    replan: soon,
    async close() {
      ending.abort();
      timer?.stop();
      await Promise.all(underWay);
    },
  };
}

function brokenTake(provider: string, cause: unknown): MultistreamError {
  return new MultistreamError("internal", "What a poll has read could not be taken in.", { provider, cause });
}
