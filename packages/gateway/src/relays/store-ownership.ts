import type { Session } from "@polycast/core";
import type { Claim, Left, Ownership } from "@polycast/selfhost";
import {
  claimRelayStream,
  getLease,
  notify,
  type RelayClaim,
  relayRevisionsOf,
  releaseRelayStream,
  type RelayStreamRevision,
  takeBackRelayStream,
  type Writing,
} from "../store/index.ts";
import { contestOf } from "./contest.ts";
import { leaseOf, type RelayLease, SKEW_MS } from "./relay-lease.ts";
import type { RelayParts } from "./relay-parts.ts";
import type { ReportWriter } from "./report-writer.ts";

/** How soon to ask again while the owner is alive: it may hand the stream over at any time. */
const ASK_AGAIN_MS = 250;
/** An owner that lives and has not handed over for so long has an encoder that delivers: one more is refused. */
const CONTEST_MS = 15_000;
/** Without a question for so long a contest is over. */
const CONTEST_OVER_MS = 5_000;
/** As many as are asked for in one query. */
const MAX_ASKED = 500;

/** `isLeaving`: it is being let go of. */
type Held = { epoch: number; left?: Left; hasTold: boolean; isLeaving: boolean };
/** Who has the stream instead, and when it would be free. */
type Taken = { freeAt: number; isAlive: boolean };

/**
 * Who pushes which stream, kept in the store that all relays share (DESIGN §9: "The relay that receives the publisher
 * takes the stream … stream rows carry owner and epoch").
 */
export class StoreOwnership implements Ownership {
  readonly #parts: RelayParts;
  readonly #lease: RelayLease;
  readonly #reports: ReportWriter;
  readonly #held = new Map<string, Held>();
  /** Since when a stream was asked for in vain, and when last; by the clock that only grows. */
  readonly #contests = new Map<string, { since: number; last: number }>();

  constructor(parts: RelayParts, lease: RelayLease, reports: ReportWriter) {
    this.#parts = parts;
    this.#lease = lease;
    this.#reports = reports;
  }

  /** The streams that are this relay's, as far as it knows. */
  get held(): string[] {
    return [...this.#held.keys()];
  }

  holds(streamId: string): boolean {
    return this.#held.has(streamId);
  }

  /** The relay has told something of the stream: a session that was left is its own from then on. */
  told(streamId: string): void {
    const held = this.#held.get(streamId);
    if (held) held.hasTold = true;
  }

  /** Those of these rows that say that a stream which was held is another's; they are not held any more. */
  forgetLost(rows: readonly RelayStreamRevision[]): string[] {
    const lost = rows.filter(({ id, epoch }) => epoch > (this.#held.get(id)?.epoch ?? epoch)).map(({ id }) => id);
    for (const id of lost) this.#held.delete(id);
    return lost;
  }

  async claim(streamId: string, signal: AbortSignal): Promise<Claim> {
    const before = this.#held.get(streamId);
    const claim = await this.#askFor(streamId);
    if (claim === "none") return "refused";
    if (!("claimed" in claim)) return this.#contest(streamId, claim, signal);
    this.#contests.delete(streamId);
    // Repeated for what is ours already: the epoch is the same.
    if (before?.epoch === claim.epoch) return "owned";
    const left = claim.left && readLeft(claim.left);
    this.#held.set(streamId, { epoch: claim.epoch, hasTold: false, isLeaving: false, ...(left ? { left } : {}) });
    return left ? { owned: true, left } : { owned: true };
  }

  /** Everything that was seen is in the store before the stream is free. */
  async release(streamId: string, left: Left): Promise<void> {
    const held = this.#held.get(streamId);
    if (!held) return;
    held.isLeaving = true;
    await this.#reports.flush();
    const { id, store, clock } = this.#parts;
    // A session that was handed to this relay and never taken up waits for the next one still.
    const session = left.session ?? (held.hasTold ? undefined : held.left?.session);
    const sequence = Math.max(left.lastSequence, this.#reports.lastSequence, held.left?.lastSequence ?? 0);
    const written = { sequence, at: clock.wall(), ...(session ? { session: JSON.stringify(session) } : {}) };
    await store.write(() => releaseRelayStream(streamId, id, held.epoch, written));
    if (this.#held.get(streamId) === held) this.#held.delete(streamId);
  }

  /**
   * DESIGN §9: "A loop gap over 3 s stops all writes until ownership is confirmed." The lease is renewed in the same unit:
   * what is answered stays true for as long as that one is good.
   */
  async confirm(streamIds: readonly string[]): Promise<ReadonlySet<string>> {
    const before = new Map(this.#held);
    const rows = await this.#lease.during(() => this.#rowsOf(streamIds));
    const { id: relay } = this.#parts;
    const ours = new Set<string>();
    for (const { id, owner, epoch, released } of rows) {
      if (owner === relay && !released && epoch === before.get(id)?.epoch) ours.add(id);
    }
    for (const id of streamIds) if (!ours.has(id) && this.#held.get(id) === before.get(id)) this.#held.delete(id);
    return ours;
  }

  /** Does one of these rows say that others have let go of a stream in this relay's name, since it was not heard of? */
  isLetGo(rows: readonly RelayStreamRevision[]): boolean {
    return rows.some((row) => this.#isLetGo(row));
  }

  /** Takes those back that nobody else has taken since. @throws MultistreamError when the store cannot be reached */
  async takeBack(): Promise<void> {
    await this.#parts.store.write(() => this.#rowsOf(this.held));
  }

  #isLetGo({ id, owner, epoch, released }: RelayStreamRevision): boolean {
    const held = this.#held.get(id);
    return released && owner === this.#parts.id && held?.epoch === epoch && !held.isLeaving;
  }

  /** Where these streams are, once what was let go of in this relay's name is taken back. */
  *#rowsOf(streamIds: readonly string[]): Writing<RelayStreamRevision[]> {
    const rows: RelayStreamRevision[] = [];
    for (let from = 0; from < streamIds.length; from += MAX_ASKED) {
      for (const row of yield* relayRevisionsOf(streamIds.slice(from, from + MAX_ASKED))) {
        const isBack = this.#isLetGo(row) && (yield* takeBackRelayStream(row.id, this.#parts.id, row.epoch));
        rows.push(isBack ? { ...row, released: false } : row);
      }
    }
    return rows;
  }

  /** A claim counts only while the relay itself counts as alive. */
  #askFor(streamId: string): Promise<Extract<RelayClaim, { claimed: true }> | Taken | "none"> {
    const wall = this.#parts.clock.wall();
    const unit = () => this.#take(streamId, wall);
    return this.#lease.isGood ? this.#parts.store.write(unit) : this.#lease.during(unit);
  }

  *#take(streamId: string, now: number): Writing<Extract<RelayClaim, { claimed: true }> | Taken | "none"> {
    const { id } = this.#parts;
    const claim = yield* claimRelayStream(streamId, id);
    if (!claim) return "none";
    if (claim.claimed) return claim;
    const lease = yield* getLease(leaseOf(claim.owner));
    // A lease that was given free, or is long forgotten, is nobody's: its relay is gone.
    const expiresAt = lease?.holder === undefined ? Number.NEGATIVE_INFINITY : lease.expiresAt;
    // DESIGN §9: "for an unreleased lease waits for expiry and 5 s more".
    const freeAt = expiresAt + SKEW_MS;
    if (freeAt > now) {
      yield* notify("relays", contestOf(streamId));
      return { freeAt, isAlive: expiresAt > now };
    }
    const taken = yield* claimRelayStream(streamId, id, claim.owner);
    return taken?.claimed ? taken : "none";
  }

  #contest(streamId: string, { freeAt, isAlive }: Taken, signal: AbortSignal): Claim {
    const { clock } = this.#parts;
    const now = clock.now();
    for (const [id, { last }] of this.#contests) if (now - last > CONTEST_OVER_MS) this.#contests.delete(id);
    const { since } = this.#contests.get(streamId) ?? { since: now };
    this.#contests.set(streamId, { since, last: now });
    if (!isAlive) return { retryAfterMs: freeAt - clock.wall() };
    if (now - since > CONTEST_MS || signal.aborted) {
      this.#contests.delete(streamId);
      return "refused";
    }
    return { retryAfterMs: ASK_AGAIN_MS };
  }
}

function readLeft({ sequence, session }: { sequence: number; session?: string }): Left {
  return { lastSequence: sequence, ...(session === undefined ? {} : { session: JSON.parse(session) as Session }) };
}
