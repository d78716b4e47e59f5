import type { Notice, TargetStatus } from "@polycast/core/provider";
import type { Clock } from "../hub/clock.ts";
import { isSamePlace, type PushDestination } from "../push/destination.ts";
import type { Pusher } from "../push/pusher.ts";
import { destinationOf } from "./destination-of.ts";
import { DropWarning } from "./drop-warning.ts";
import type { WantedTarget } from "./messages.ts";

export type TargetSetDeps = {
  clock: Clock;
  createPusher(wanted: WantedTarget, report: (status: TargetStatus) => void): Pusher;
  /** Takes every status, changed or only confirmed with new numbers. */
  report(targetId: string, status: TargetStatus): void;
  warn(targetId: string, notice: Notice): void;
};

type Running = { pusher: Pusher; revision: number; destination: PushDestination; drops: DropWarning };

type Entry = {
  /** Absent: the target is deleted. */
  wanted: WantedTarget | undefined;
  running: Running | undefined;
  stopping: Promise<void> | undefined;
  /** Since when it is switched off, and closed. */
  disabledSince?: string;
};

/**
 * The targets of one stream. Each converges to what is wanted without touching the others, and never has two connections
 * at a time: one that is switched off is closed before it can be switched on again, since platforms take one publisher
 * per key.
 */
export class TargetSet {
  readonly #deps: TargetSetDeps;
  readonly #entries = new Map<string, Entry>();

  constructor(deps: TargetSetDeps) {
    this.#deps = deps;
  }

  /** Makes these the targets, all of them. */
  put(wanted: readonly WantedTarget[]): void {
    const ids = new Set(wanted.map(({ id }) => id));
    for (const [id, entry] of this.#entries) {
      if (!ids.has(id)) this.#want(id, entry, undefined);
    }
    for (const target of wanted) {
      const entry = this.#entries.get(target.id);
      if (entry) this.#want(target.id, entry, target);
      else this.#add(target);
    }
  }

  /** Closes the connection and dials again, also after `failed`. One that is switched off stays so. */
  restart(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry?.stopping) entry?.running?.pusher.restart();
  }

  /** Tells the numbers of those that send; called every two seconds. */
  tellNumbers(): void {
    for (const [id, { running, stopping }] of this.#entries) {
      if (!running || stopping) continue;
      const status = running.pusher.snapshot();
      if (status.state === "live" || status.state === "retrying") this.#deps.report(id, status);
      const notice = running.drops.check(running.pusher.dropped);
      if (notice) this.#deps.warn(id, notice);
    }
  }

  /** Tells once more how each is; one that is being closed tells by itself what becomes of it. */
  tellAgain(): void {
    for (const [id, entry] of this.#entries) {
      if (entry.stopping) continue;
      if (entry.running) this.#deps.report(id, entry.running.pusher.snapshot());
      else if (entry.wanted?.enabled === false) this.#reportDisabled(id, entry);
    }
  }

  /** Closes every connection cleanly. */
  async close(): Promise<void> {
    this.put([]);
    await Promise.all(Array.from(this.#entries.values(), async ({ stopping }) => stopping));
  }

  /** Closes every connection without another byte, and forgets the targets: they are somebody else's. */
  abandon(): void {
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    for (const entry of entries) {
      entry.wanted = undefined;
      entry.running?.pusher.abandon();
    }
  }

  #add(wanted: WantedTarget): void {
    const entry: Entry = { wanted, running: undefined, stopping: undefined };
    this.#entries.set(wanted.id, entry);
    if (wanted.enabled) this.#start(wanted, entry);
    else this.#reportDisabled(wanted.id, entry);
  }

  #want(id: string, entry: Entry, wanted: WantedTarget | undefined): void {
    entry.wanted = wanted;
    this.#converge(id, entry);
  }

  #converge(id: string, entry: Entry): void {
    // Converges again when the stop is done.
    if (entry.stopping) return;
    const { wanted, running } = entry;
    if (!running) {
      if (!wanted) this.#forget(id, entry);
      else if (wanted.enabled) this.#start(wanted, entry);
    } else if (wanted?.enabled) update(running, wanted);
    else this.#stop(id, entry, running);
  }

  /** Not one of the same name that has come after it was abandoned. */
  #forget(id: string, entry: Entry): void {
    if (this.#entries.get(id) === entry) this.#entries.delete(id);
  }

  #start(wanted: WantedTarget, entry: Entry): void {
    const pusher = this.#deps.createPusher(wanted, (status) => {
      if (entry.wanted && entry.running?.pusher === pusher && !entry.stopping) this.#deps.report(wanted.id, status);
    });
    const drops = new DropWarning(this.#deps.clock);
    delete entry.disabledSince;
    entry.running = { pusher, revision: wanted.revision, destination: destinationOf(wanted), drops };
    pusher.start();
  }

  #stop(id: string, entry: Entry, { pusher }: Running): void {
    const stopped = (): void => {
      entry.stopping = undefined;
      entry.running = undefined;
      if (entry.wanted?.enabled === false) this.#reportDisabled(id, entry);
      this.#converge(id, entry);
    };
    entry.stopping = pusher.stop().then(stopped, stopped);
  }

  #reportDisabled(id: string, entry: Entry): void {
    const now = new Date(this.#deps.clock.wall()).toISOString();
    entry.disabledSince ??= now;
    this.#deps.report(id, { state: "disabled", since: entry.disabledSince, observedAt: now, source: "relay" });
  }
}

/** An edit is another chance also if it leads to the same place; a connection that works stays then. */
function update(running: Running, wanted: WantedTarget): void {
  const destination = destinationOf(wanted);
  const isSame = wanted.revision === running.revision && isSamePlace(destination, running.destination);
  if (isSame) return;
  const { pusher } = running;
  Object.assign(running, { revision: wanted.revision, destination });
  pusher.update(destination);
  const { state } = pusher.snapshot();
  if (state === "failed" || state === "retrying") pusher.restart();
}
