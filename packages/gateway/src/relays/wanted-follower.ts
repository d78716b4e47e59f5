import { isMultistreamError } from "@polycast/core";
import type { Relay } from "@polycast/selfhost";
import { describeError } from "../log/describe-error.ts";
import type { Sealer } from "../secrets/sealer.ts";
import {
  getRelayStream,
  relayRevisions,
  type RelayStreamRecord,
  type RelayStreamRevision,
  relayStreamsAfter,
} from "../store/index.ts";
import { contestedIn } from "./contest.ts";
import type { RelayParts } from "./relay-parts.ts";
import { openWanted, type Wanted } from "./wanted.ts";

const LOOK_MS = 2_000;
/** Rows of one look; the next one goes on behind them. */
const LOOK_ROWS = 2_000;
const LOAD_ROWS = 500;

/** What of the relay is told what is wanted. */
type Told = Pick<Relay, "put" | "remove" | "end" | "restart">;

/** What the relay knows of a stream. `wanted` is absent where the row cannot be opened. */
type Known = { revision: number; wanted?: Omit<Wanted, "stream"> };

export type WantedFollowerOptions = {
  parts: RelayParts;
  sealer: Sealer;
  relay: Told;
  /** Hears who has what by the store, of a page of streams. */
  onOwners(rows: readonly RelayStreamRevision[]): void;
  /** Another relay has an encoder for this stream. */
  onContested(streamId: string): void;
};

/**
 * Brings what is wanted from the store to the relay: all of it at the start, then what is told on `relays`; and it looks
 * every 2 s whether something was missed. Everything is in the relay's memory, so that a store which is away changes
 * nothing for what runs.
 */
export class WantedFollower {
  readonly #options: WantedFollowerOptions;
  readonly #known = new Map<string, Known>();
  /** Streams to read again; one at a time. */
  readonly #due = new Set<string>();
  #working: Promise<void> | undefined;
  #cancelLook: () => void = () => {};
  #unlisten: () => void = () => {};
  /** Where the next look begins. */
  #place = "";
  #isClosed = false;

  constructor(options: WantedFollowerOptions) {
    this.#options = options;
  }

  /** How many streams the relay serves. */
  get streams(): number {
    return this.#known.size;
  }

  /** Takes in everything, then what changes. @throws MultistreamError when the store cannot be reached */
  async start(): Promise<void> {
    const { store } = this.#options.parts;
    // From here on nothing is missed, though it may be read twice.
    this.#unlisten = store.listen("relays", (payload) => this.#hear(payload));
    await this.#load();
    this.#lookLater(LOOK_MS);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#unlisten();
    this.#cancelLook();
    this.#due.clear();
    await this.#working;
  }

  #hear(payload: string | undefined): void {
    if (this.#isClosed) return;
    if (payload === undefined) return this.#lookLater(0);
    const contested = contestedIn(payload);
    if (contested === undefined) this.#readAgain(payload);
    else this.#options.onContested(contested);
  }

  async #load(): Promise<void> {
    const { store, instance } = this.#options.parts;
    let after = "";
    for (;;) {
      const rows = await store.read(() => relayStreamsAfter(instance, after, LOAD_ROWS));
      const opened = rows.flatMap((row) => this.#open(row) ?? []);
      await this.#told(() => this.#options.relay.put(opened.map(({ stream }) => stream)));
      const last = rows.at(-1);
      if (!last || rows.length < LOAD_ROWS) return;
      after = last.id;
    }
  }

  #lookLater(ms: number): void {
    this.#cancelLook();
    if (this.#isClosed) return;
    this.#cancelLook = this.#options.parts.clock.after(ms, () => void this.#look());
  }

  async #look(): Promise<void> {
    const { parts } = this.#options;
    try {
      const rows = await parts.store.read(() => relayRevisions(parts.instance, this.#place, LOOK_ROWS));
      const isAll = rows.length < LOOK_ROWS;
      this.#compare(rows, isAll ? undefined : rows.at(-1)?.id);
      this.#options.onOwners(rows);
      this.#place = isAll ? "" : (rows.at(-1)?.id ?? "");
    } catch (error) {
      parts.log("debug", "the relay could not look what is wanted", { error: describeError(error) });
    }
    this.#lookLater(LOOK_MS);
  }

  /** @param upTo the last id that was looked at; absent: there are no more behind these rows */
  #compare(rows: readonly RelayStreamRevision[], upTo: string | undefined): void {
    const found = new Set<string>();
    for (const { id, revision } of rows) {
      found.add(id);
      if (this.#known.get(id)?.revision !== revision) this.#readAgain(id);
    }
    for (const id of this.#known.keys()) {
      const isBetween = id > this.#place && (upTo === undefined || id <= upTo);
      if (isBetween && !found.has(id)) this.#readAgain(id);
    }
  }

  #readAgain(streamId: string): void {
    this.#due.add(streamId);
    this.#working ??= this.#work().finally(() => (this.#working = undefined));
  }

  async #work(): Promise<void> {
    const { store, instance, log } = this.#options.parts;
    for (const id of this.#due) {
      this.#due.delete(id);
      try {
        const row = await store.read(() => getRelayStream(id));
        if (this.#isClosed) return;
        if (row?.instance === instance) await this.#apply(row);
        else if (this.#known.delete(id)) await this.#told(() => this.#options.relay.remove([id]));
      } catch (error) {
        // The next look finds it again.
        log("debug", "the relay could not read what is wanted", { stream: id, error: describeError(error) });
      }
    }
  }

  async #apply(row: RelayStreamRecord): Promise<void> {
    const known = this.#known.get(row.id);
    if (known && known.revision >= row.revision) return;
    const wanted = this.#open(row);
    if (!wanted) return;
    const { relay } = this.#options;
    const { stream, version, ends, restarts } = wanted;
    if (known?.wanted?.version !== version) await this.#told(() => relay.put([stream]));
    // What was asked before the relay knew the stream was not asked of it.
    const before = known?.wanted;
    if (!before) return;
    for (const { id } of stream.targets) {
      if ((restarts[id] ?? 0) <= (before.restarts[id] ?? 0)) continue;
      await this.#told(() => relay.restart({ streamId: stream.id, id }));
    }
    if (ends > before.ends) await this.#told(() => relay.end(stream.id));
  }

  /** One damaged row must not keep the others down; it is said once for each of its revisions. */
  #open(row: RelayStreamRecord): Wanted | undefined {
    const { parts, sealer } = this.#options;
    try {
      const wanted = openWanted(sealer, row);
      const { version, ends, restarts } = wanted;
      this.#known.set(row.id, { revision: row.revision, wanted: { version, ends, restarts } });
      return wanted;
    } catch (error) {
      this.#known.set(row.id, { revision: row.revision });
      parts.log("error", "a stream cannot be served", { stream: row.id, error: describeError(error) });
      return undefined;
    }
  }

  /** A relay that has just died is told everything when it returns, apart from commands, which are of no use then. */
  async #told(tell: () => Promise<void>): Promise<void> {
    try {
      await tell();
    } catch (error) {
      if (!isMultistreamError(error, "provider_unavailable")) throw error;
    }
  }
}
