import type { Observation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { isMultistreamError, type MultistreamError } from "../errors/multistream-error.ts";
import type { Cadence } from "../poll/cadence.ts";
import type { EventDraft } from "../state/facts-between.ts";
import type { StreamMemory } from "../state-store/stream-memory.ts";
import { call } from "./call.ts";
import type { PollSeat, SharedPoll } from "./shared-poll.ts";
import type { WatchedStreams } from "./watched-streams.ts";

/** How long events wait until the memory has what was polled. */
const MAX_STORE_MS = 2_000;

/** What one poll has read; the poller waits until it is settled. */
export type Polled = {
  observations: Observation[];
  settle: (answer: { disagreed: string[] }) => void;
  fail: (error: unknown) => void;
};

export type WatchPollOptions = {
  provider: ProviderAdapter;
  shared: SharedPoll;
  memory: Pick<StreamMemory, "observe"> | undefined;
  streams: WatchedStreams;
  cadence: Cadence;
  signal: AbortSignal;
  /** Look for new streams? */
  discover: boolean;
  /** Puts what was read behind all that was reported before. */
  enqueue: (polled: Polled) => void;
  gone: (streamId: string) => void;
  /** No further poll would be answered. */
  refused: (error: MultistreamError) => void;
};

/** What one watch is told by the poller that it shares, which reads no faster than one of its watches is read. */
export class WatchPoll {
  readonly #options: WatchPollOptions;
  readonly #poller: PollSeat;
  readonly #unsettled = new Set<Polled>();

  constructor(options: WatchPollOptions) {
    this.#options = options;
    this.#poller = options.shared.join({
      cadence: options.cadence,
      discover: options.discover,
      take: (observations) => this.#enqueue(observations),
      gone: options.gone,
      failed: (error) => {
        if (error.code === "unauthenticated" || error.code === "forbidden") options.refused(error);
      },
    });
  }

  /** Follows a stream that is known by now, and leaves one that is not. @throws MultistreamError `limit_exceeded` */
  follow(streamId: string): void {
    const stream = this.#options.streams.get(streamId);
    if (!stream) return this.#poller.leave(streamId);
    this.#poller.follow(streamId);
    this.#poller.saw(streamId, stream.status.state);
  }

  hint(streamId: string): void {
    this.#poller.hint(streamId);
  }

  /** Takes in what was read. When something that it names cannot be read, the next poll tells it again. */
  async take({ observations, settle, fail }: Polled): Promise<EventDraft[]> {
    const { streams } = this.#options;
    const events: EventDraft[] = [];
    const disagreed = new Set<string>();
    const news = new Set<string>();
    try {
      for (const observation of observations) {
        const { streamId } = observation;
        const told = await streams.observe(observation);
        events.push(...told.events);
        if (told.superseded) disagreed.add(streamId);
        if (told.events.length > 0 || isOn(streams, streamId)) news.add(streamId);
      }
      for (const streamId of new Set(observations.map(({ streamId }) => streamId))) this.follow(streamId);
      await this.#remember(observations.filter(({ streamId }) => news.has(streamId)));
      settle({ disagreed: [...disagreed] });
    } catch (error) {
      fail(error);
      if (isMultistreamError(error, "limit_exceeded")) throw error;
    }
    return events;
  }

  async close(): Promise<void> {
    for (const { settle } of this.#unsettled) settle({ disagreed: [] });
    await this.#poller.close();
  }

  #enqueue(observations: Observation[]): Promise<{ disagreed: string[] }> {
    const { promise, resolve, reject } = Promise.withResolvers<{ disagreed: string[] }>();
    const polled = { observations, settle: resolve, fail: reject };
    this.#unsettled.add(polled);
    this.#options.enqueue(polled);
    return promise.finally(() => this.#unsettled.delete(polled));
  }

  /** A memory that fails tells it by the notice on every read; what is live is brought to it again by the next poll. */
  async #remember(observations: Observation[]): Promise<void> {
    const { memory, provider, signal } = this.#options;
    if (!memory || observations.length === 0) return;
    const options = { signal, timeoutMs: MAX_STORE_MS };
    await call(provider.name, options, (context) => memory.observe(observations, context)).catch(() => undefined);
  }
}

function isOn(streams: WatchedStreams, streamId: string): boolean {
  const state = streams.get(streamId)?.status.state;
  return state === "live" || state === "reconnecting";
}
