import type { TargetStatus } from "@polycast/core/provider";
import type { Clock } from "../hub/clock.ts";
import type { Pusher } from "../push/pusher.ts";
import type { WantedTarget } from "./messages.ts";

export type TargetSetDeps = {
  clock: Clock;
  createPusher(wanted: WantedTarget, report: (status: TargetStatus) => void): Pusher;
  /** Takes every status, changed or only confirmed with new numbers. */
  report(targetId: string, status: TargetStatus): void;
};

type Entry = {
  /** Absent: the target is deleted. */
  wanted: WantedTarget | undefined;
  running: { pusher: Pusher; revision: number } | undefined;
  stopping: Promise<void> | undefined;
};

/**
 * The targets of one stream. Each converges to what is wanted without touching the others, and never has two connections
 * at a time: a pusher is closed before its successor dials, since platforms take one publisher per key.
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
      if (entry) {
        this.#want(target.id, entry, target);
        continue;
      }
      const created: Entry = { wanted: target, running: undefined, stopping: undefined };
      this.#entries.set(target.id, created);
      if (!target.enabled) this.#reportDisabled(target.id);
      this.#converge(target.id, created);
    }
  }

  /** Closes the connection and dials again, also after `failed`. */
  restart(id: string): void {
    const entry = this.#entries.get(id);
    if (entry?.running) this.#stop(id, entry, entry.running.pusher);
  }

  /** Tells the numbers of those that send; called about once a second. */
  tick(): void {
    for (const [id, { running, stopping }] of this.#entries) {
      if (!running || stopping) continue;
      const status = running.pusher.snapshot();
      if (status.state === "live" || status.state === "retrying") this.#deps.report(id, status);
    }
  }

  /** Closes every connection cleanly. */
  async close(): Promise<void> {
    this.put([]);
    await Promise.all(Array.from(this.#entries.values(), async ({ stopping }) => stopping));
  }

  #want(id: string, entry: Entry, wanted: WantedTarget | undefined): void {
    const wasEnabled = entry.wanted?.enabled ?? false;
    entry.wanted = wanted;
    if (wanted && !wanted.enabled && wasEnabled && !entry.running) this.#reportDisabled(id);
    this.#converge(id, entry);
  }

  #converge(id: string, entry: Entry): void {
    // Converges again when the stop is done.
    if (entry.stopping) return;
    const { wanted, running } = entry;
    if (running) {
      if (!wanted?.enabled || wanted.revision !== running.revision) this.#stop(id, entry, running.pusher);
      return;
    }
    if (!wanted) {
      this.#entries.delete(id);
      return;
    }
    if (!wanted.enabled) return;
    const pusher = this.#deps.createPusher(wanted, (status) => {
      if (entry.running?.pusher === pusher && !entry.stopping) this.#deps.report(id, status);
    });
    entry.running = { pusher, revision: wanted.revision };
    pusher.start();
  }

  #stop(id: string, entry: Entry, pusher: Pusher): void {
    if (entry.stopping) return;
    entry.stopping = pusher.stop().then(() => {
      entry.stopping = undefined;
      entry.running = undefined;
      if (entry.wanted && !entry.wanted.enabled) this.#reportDisabled(id);
      this.#converge(id, entry);
    });
  }

  #reportDisabled(id: string): void {
    const now = new Date(this.#deps.clock.wall()).toISOString();
    this.#deps.report(id, { state: "disabled", since: now, observedAt: now, source: "relay" });
  }
}
