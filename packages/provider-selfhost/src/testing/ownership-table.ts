import type { Claim, Left, Ownership } from "../ownership/ownership.ts";
import { Changes } from "./deadline.ts";

type Row = { relay: string; isReleased: boolean; left?: Left };

/** Who owns what, as relays would see it in a store that they share. */
export class OwnershipTable {
  /** False while nobody can reach it. */
  isReachable = true;
  /** Those who are not to have anything. */
  readonly refused = new Set<string>();
  /** What was asked and answered, as `A claim s -> owned`. */
  readonly book: string[] = [];
  readonly #rows = new Map<string, Row>();
  /** Relays whose lease has run out. */
  readonly #expired = new Set<string>();
  readonly #onContested = new Map<string, (streamId: string) => void>();
  readonly #changes = new Changes();

  /** The table as one relay sees it. `onContested`: another relay has asked for a stream of this one. */
  of(relay: string, onContested: (streamId: string) => void = () => undefined): Ownership {
    this.#onContested.set(relay, onContested);
    return {
      claim: async (streamId) => this.#claim(relay, streamId),
      release: async (streamId, left) => this.#release(relay, streamId, left),
      confirm: async (streamIds) => this.#confirm(relay, streamIds),
    };
  }

  ownerOf(streamId: string): string | undefined {
    const row = this.#rows.get(streamId);
    return row && !row.isReleased ? row.relay : undefined;
  }

  /** The relay's lease has run out: what it had is anybody's. */
  expire(relay: string): void {
    this.#expired.add(relay);
  }

  /** Resolves when this holds, now or later. */
  until<T>(what: string, check: () => T | undefined | false): Promise<T> {
    return this.#changes.until(what, check);
  }

  #claim(relay: string, streamId: string): Claim {
    this.#reach();
    const row = this.#rows.get(streamId);
    const isFree = !row || row.isReleased || row.relay === relay || this.#expired.has(row.relay);
    if (this.refused.has(relay)) return this.#note(`${relay} claim ${streamId} -> refused`, "refused");
    if (!isFree) {
      this.#onContested.get(row.relay)?.(streamId);
      return this.#note(`${relay} claim ${streamId} -> later`, { retryAfterMs: 50 });
    }
    this.#rows.set(streamId, { relay, isReleased: false });
    return this.#note(`${relay} claim ${streamId} -> owned`, { owned: true, ...(row?.left ? { left: row.left } : {}) });
  }

  #release(relay: string, streamId: string, left: Left): void {
    this.#reach();
    const isOurs = this.#rows.get(streamId)?.relay === relay;
    if (isOurs) this.#rows.set(streamId, { relay, isReleased: true, left });
    this.#note(`${relay} release ${streamId}${isOurs ? "" : " (not its own)"}`, undefined);
  }

  #confirm(relay: string, streamIds: readonly string[]): ReadonlySet<string> {
    this.#reach();
    const ours = streamIds.filter((id) => this.ownerOf(id) === relay && !this.#expired.has(relay));
    return this.#note(`${relay} confirm ${streamIds.join()} -> ${ours.join() || "none"}`, new Set(ours));
  }

  #reach(): void {
    if (!this.isReachable) throw new Error("the table cannot be reached");
  }

  #note<T>(line: string, answer: T): T {
    this.book.push(line);
    this.#changes.tell();
    return answer;
  }
}
