import type { Observation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { MultistreamError } from "../errors/multistream-error.ts";
import type { HttpClock } from "../http/clock.ts";
import { type Cadence, fastCadence } from "../poll/cadence.ts";
import { createPoller, type Poller } from "../poll/create-poller.ts";

/** Polls that one watch may leave untaken while others go on: it is given no more until then. */
const MAX_UNTAKEN = 16;

/** What one watch wants of the poller that it shares. */
export type PollReader = {
  cadence: Cadence;
  /** Look for new streams? Without it only those that are followed are told. */
  discover: boolean;
  take(observations: Observation[]): Promise<{ disagreed: string[] }>;
  gone(streamId: string): void;
  failed(error: MultistreamError): void;
};

/** The place of one watch at the poller. */
export type PollSeat = Pick<Poller, "follow" | "leave" | "saw" | "close"> & { hint(streamId: string): void };

type Seated = { reader: PollReader; followed: Set<string>; untaken: number };

const ofClients = new WeakMap<object, SharedPoll>();

/**
 * The one of a client; made when it is first asked for. Kept here and not in the client, which is loaded without it.
 *
 * @param client something that each client has one of
 */
export function sharedPollOf(client: object, provider: ProviderAdapter, clock: HttpClock): SharedPoll {
  const shared = ofClients.get(client) ?? new SharedPoll(provider, clock);
  ofClients.set(client, shared);
  return shared;
}

/** One poller for all watches of a client: each stream is read once, as often as the most eager of them asks for. */
export class SharedPoll {
  readonly #provider: ProviderAdapter;
  readonly #clock: HttpClock;
  readonly #seats = new Set<Seated>();
  #poller: Poller | undefined;

  constructor(provider: ProviderAdapter, clock: HttpClock) {
    this.#provider = provider;
    this.#clock = clock;
  }

  /** Begins to poll with the first that joins; ends with the last that closes its place. */
  join(reader: PollReader): PollSeat {
    const seat: Seated = { reader, followed: new Set(), untaken: 0 };
    this.#seats.add(seat);
    const poller = (this.#poller ??= this.#start());
    poller.replan();
    const leave = (streamId: string): void => {
      seat.followed.delete(streamId);
      if (!this.#following(streamId).length) poller.leave(streamId);
    };
    return {
      follow: (streamId) => {
        // What a watch was taking in when it was ended is nobody's to follow.
        if (!this.#seats.has(seat)) return;
        poller.follow(streamId);
        seat.followed.add(streamId);
      },
      leave,
      saw: (streamId, state) => poller.saw(streamId, state),
      hint: (streamId) => poller.hint(streamId),
      close: async () => {
        if (!this.#seats.delete(seat)) return;
        for (const streamId of seat.followed) leave(streamId);
        if (this.#seats.size > 0) return;
        this.#poller = undefined;
        await poller.close();
      },
    };
  }

  #start(): Poller {
    return createPoller({
      adapter: this.#provider,
      take: (observations) => this.#take(observations),
      gone: (streamId) => {
        for (const { reader, followed } of this.#following(streamId)) {
          followed.delete(streamId);
          reader.gone(streamId);
        }
      },
      failed: (error) => {
        for (const { reader } of this.#seats) reader.failed(error);
      },
      cadence: () => this.#cadence(),
      discover: () => [...this.#seats].some(({ reader }) => reader.discover),
      clock: this.#clock,
    });
  }

  #cadence(): Cadence {
    const asked = Array.from(this.#seats, ({ reader }) => reader.cadence);
    if (asked.length === 0) return fastCadence;
    const soonest = (of: "liveMs" | "idleMs"): number => Math.min(...asked.map((cadence) => cadence[of]));
    return { ...fastCadence, liveMs: soonest("liveMs"), idleMs: soonest("idleMs") };
  }

  #following(streamId: string): Seated[] {
    return [...this.#seats].filter(({ followed }) => followed.has(streamId));
  }

  /** Waits for the first that has taken it: the slowest holds nobody up. */
  async #take(observations: Observation[]): Promise<{ disagreed: string[] }> {
    const taken = [...this.#seats].flatMap((seat) => {
      const { reader, followed } = seat;
      const wanted = reader.discover ? observations : observations.filter(({ streamId }) => followed.has(streamId));
      return wanted.length === 0 || seat.untaken >= MAX_UNTAKEN ? [] : [give(seat, wanted)];
    });
    if (taken.length === 0) return { disagreed: [] };
    return Promise.any(taken).catch((failures: AggregateError) => {
      throw failures.errors[0];
    });
  }
}

async function give(seat: Seated, observations: Observation[]): Promise<{ disagreed: string[] }> {
  seat.untaken += 1;
  try {
    return await seat.reader.take(observations);
  } finally {
    seat.untaken -= 1;
  }
}
