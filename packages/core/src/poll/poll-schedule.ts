import type { Observation } from "../contract/observation.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import type { HttpClock } from "../http/clock.ts";
import type { StreamState } from "../model/stream.ts";
import { backoffMs } from "./backoff.ts";
import type { Cadence } from "./cadence.ts";
import { beginFollowed, beginWatched, type Followed, waitFor, type Watched } from "./followed.ts";
import { listCost, type Look, planPolls, type WatchedList } from "./plan-polls.ts";
import { PollBudget } from "./poll-budget.ts";

/** Streams that one poller follows. */
const MAX_FOLLOWED = 10_000;
/** After this a poll beats a webhook that came before it: two seconds, and a bit. */
const SETTLE_MS = 2_200;

type ScheduleOptions = { clock: HttpClock; cadence: () => Cadence; discover: () => boolean };

/** A look under way: how it ends. */
export type BegunLook = {
  succeed(observations: readonly Observation[], disagreed: ReadonlySet<string>): void;
  /** @param ofAll it says something of the provider: nothing is read for a while */
  fail(error: MultistreamError, ofAll: boolean): void;
};

/** What a poller knows of its streams, and when to look at which. */
export class PollSchedule {
  readonly #options: ScheduleOptions;
  readonly #followed = new Map<string, Followed>();
  readonly #list: WatchedList = { ...beginWatched(), inFlight: false, size: 0 };
  /** The provider as a whole. */
  readonly #provider = { failures: 0, failedAt: -Infinity, notBefore: -Infinity };
  readonly #budget = new PollBudget();

  constructor(options: ScheduleOptions) {
    this.#options = options;
    this.#looked(this.#list, this.#spread());
  }

  /** What to look at now; without one, when to ask again. What is answered must be begun. */
  next(): { look?: Look; nextAt: number } {
    const discover = this.#options.discover();
    const now = this.#now;
    const cadence = this.#cadence;
    if (now < this.#provider.notBefore) return { nextAt: this.#provider.notBefore };
    const list = { ...this.#list, size: Math.max(this.#list.size, this.#followed.size) };
    const { looks, nextAt } = planPolls({ followed: this.#followed.values(), list, discover, now, cadence });
    const [look] = looks;
    if (!look) return { nextAt };
    const cost = look.kind === "all" ? listCost(list) : 1;
    if (this.#budget.take(cost, cadence.perMinute, now)) return { look, nextAt: now };
    return { nextAt: now + this.#budget.waitMs(cost, cadence.perMinute, now) };
  }

  begin(look: Look): BegunLook {
    const looked = look.kind === "one" ? look.stream : this.#list;
    const startedAt = this.#now;
    const covered = look.kind === "one" ? [look.stream] : [...this.#followed.values()];
    // What was asked for before this look begins is answered by it.
    const asked = covered.filter(({ sooner }) => sooner !== Infinity);
    for (const stream of [looked, ...asked]) stream.sooner = Infinity;
    looked.startedAt = startedAt;
    looked.inFlight = true;
    const end = (): void => {
      looked.inFlight = false;
    };
    return {
      succeed: (observations, disagreed) => {
        end();
        looked.failures = 0;
        if (this.#provider.failedAt < startedAt) this.#provider.failures = 0;
        if (look.kind === "one") this.#sawAlone(look.stream);
        else this.#sawList(observations, covered, startedAt);
        for (const one of observations) {
          if (one.kind === "stream" && !disagreed.has(one.streamId)) this.saw(one.streamId, one.status.state);
        }
        for (const stream of covered) if (!disagreed.has(stream.id)) stream.disagreed = 0;
        for (const id of disagreed) this.#disagreed(id);
      },
      fail: (error, ofAll) => {
        end();
        this.#backOff(looked, error);
        for (const again of [looked, ...asked]) again.sooner = startedAt;
        // Those that were under way together say the same once.
        if (!ofAll || startedAt <= this.#provider.failedAt) return;
        this.#provider.failedAt = this.#now;
        this.#backOff(this.#provider, error);
      },
    };
  }

  /** @throws MultistreamError `limit_exceeded` */
  follow(id: string): void {
    if (this.#followed.has(id)) return;
    if (this.#followed.size >= MAX_FOLLOWED) throw tooMany();
    this.#followed.set(id, beginFollowed(id));
  }

  /** Was it followed? Given as it was begun, it is not left when it was left and is followed again. */
  leave(stream: string | Followed): boolean {
    const id = typeof stream === "string" ? stream : stream.id;
    if (typeof stream !== "string" && this.#followed.get(id) !== stream) return false;
    return this.#followed.delete(id);
  }

  hint(id: string | undefined): void {
    const hinted = id === undefined ? [...this.#followed.values()] : [this.#followed.get(id)];
    for (const stream of hinted) {
      if (!stream) continue;
      this.#change(stream);
      stream.sooner = this.#now;
    }
    // One that is not followed may be new.
    if (id === undefined || !this.#followed.has(id)) this.#list.sooner = this.#now;
  }

  saw(id: string, state: StreamState): void {
    const stream = this.#followed.get(id);
    if (!stream) return;
    if (stream.state !== undefined && stream.state !== state) this.#change(stream);
    stream.state = state;
    if (stream.lookedAt === -Infinity) this.#looked(stream, this.#spread());
  }

  get #now(): number {
    return this.#options.clock.now();
  }

  get #cadence(): Cadence {
    return this.#options.cadence();
  }

  #change(stream: Followed): void {
    stream.changedUntil = this.#now + this.#cadence.changedForMs;
  }

  #sawAlone(stream: Followed): void {
    this.#looked(stream, this.#spread());
    if (stream.missed > 0) stream.missed += 1;
  }

  /** Those that the list leaves out are asked for alone: they may be gone. */
  #sawList(observations: readonly Observation[], covered: readonly Followed[], startedAt: number): void {
    const mentioned = new Set(observations.map(({ streamId }) => streamId));
    const spread = this.#spread();
    this.#looked(this.#list, spread);
    this.#list.size = mentioned.size;
    for (const stream of covered) {
      if (mentioned.has(stream.id)) {
        stream.missed = 0;
        stream.failures = 0;
        if (stream.lookedAt < startedAt) this.#looked(stream, spread);
      } else if (stream.missed === 0) {
        stream.missed = 1;
        stream.sooner = this.#now;
      }
    }
  }

  #disagreed(id: string): void {
    const stream = this.#followed.get(id);
    if (!stream) return;
    const usual = waitFor(stream, this.#now, this.#cadence);
    stream.sooner = this.#now + Math.min(SETTLE_MS * 2 ** stream.disagreed, Math.max(usual, SETTLE_MS));
    stream.disagreed += 1;
  }

  #backOff(failing: { failures: number; notBefore: number }, { retryAfterMs }: MultistreamError): void {
    failing.failures += 1;
    const wait = backoffMs(failing.failures, this.#cadence, this.#options.clock.random(), retryAfterMs);
    failing.notBefore = this.#now + wait;
  }

  #looked(watched: Watched, spread: number): void {
    watched.lookedAt = this.#now;
    watched.spread = spread;
  }

  #spread(): number {
    return 1 + this.#cadence.jitter * (2 * this.#options.clock.random() - 1);
  }
}

function tooMany(): MultistreamError {
  return new MultistreamError("limit_exceeded", `One poller follows at most ${MAX_FOLLOWED} streams.`, {
    hint: "Follow only those that matter, or receive the provider's webhooks.",
  });
}
