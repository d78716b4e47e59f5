import type { Log, Observation } from "@polycast/core/provider";
import { describeError } from "../../log/describe-error.ts";
import { MAX_SILENT, type SilentStream, silentStreams, type Store } from "../../store/index.ts";
import { type Clock, toTimestamp } from "../clock.ts";
import type { Bindings } from "./bindings.ts";
import type { Observer } from "./observer.ts";
import type { Register } from "./register.ts";

/** What the watch works with. */
export type SilentRelaysOptions = {
  store: Store;
  bindings: Bindings;
  register: Register;
  observer: Pick<Observer, "take">;
  clock: Clock;
  log: Log;
};

/** Says for a relay that died, or has lost the store, that nobody knows any more what has become of its streams. */
export type SilentRelays = {
  begin(instance: string): void;
  end(instance: string): void;
  close(): void;
};

const LOOK_MS = 3000;
/**
 * When the store was away from here, it was so from the relays, too: so long they have to renew their leases before that
 * they are expired means anything. Twice as often as they do so.
 */
const PATIENCE_MS = 6000;
/** Makes the watch. */
export function createSilentRelays({
  store,
  bindings,
  register,
  observer,
  clock,
  log,
}: SilentRelaysOptions): SilentRelays {
  const active = new Map<string, { cancel: () => void; reachableSince: number }>();
  /** What was said already, of the streams that are silent now: by instance and the relay's id of the stream. */
  const said = new Map<string, Map<string, string>>();

  /** It stands where the lease has ended, by the relay's own clock: whatever the relay says later takes its place. */
  const sayOf = (instance: string, { id, until }: SilentStream, now: number): Observation[] => {
    const streamId = bindings.streamOf(instance, id);
    if (streamId === undefined) return [];
    const at = until === 0 ? now : until;
    const seen = { streamId, sequence: at * 1000, occurredAt: toTimestamp(at), id: "silent" };
    const message = "The relay that pushes to it has not been heard of since.";
    const observedAt = toTimestamp(now);
    const said: Observation[] = [
      { ...seen, kind: "stream", status: { state: "unknown", source: "assumed", observedAt } },
    ];
    for (const targetId of bindings.targetsOf(streamId).keys()) {
      // To what is switched off nobody pushes.
      if (register.target(streamId, targetId)?.status.state === "disabled") continue;
      // Not as `assumed`: that would deny nothing that was seen while the stream was on air.
      const status = { state: "unknown", source: "relay", observedAt, reason: { code: "unknown", message } } as const;
      said.push({ ...seen, kind: "target", targetId, status });
    }
    return said;
  };

  const look = async (instance: string): Promise<void> => {
    const now = clock.now();
    const before = said.get(instance) ?? new Map<string, string>();
    const silent = new Map<string, string>();
    let page: SilentStream[] = [];
    do {
      page = await store.read(() => silentStreams(instance, now, page.at(-1)?.id ?? ""));
      const watch = active.get(instance);
      if (!watch) return;
      const since = Math.min(watch.reachableSince, now);
      watch.reachableSince = since;
      for (const stream of page) {
        const word = `${stream.owner} ${stream.epoch} ${stream.until}`;
        const isSaid = before.get(stream.id) === word;
        if (!isSaid && stream.until < since && now < since + PATIENCE_MS) continue;
        silent.set(stream.id, word);
        if (!isSaid) observer.take(sayOf(instance, stream, now));
      }
    } while (page.length === MAX_SILENT);
    said.set(instance, silent);
  };

  const run = async (instance: string): Promise<void> => {
    try {
      await look(instance);
    } catch (error) {
      log("debug", "silent relays could not be looked for", { provider: instance, error: describeError(error) });
      const watch = active.get(instance);
      if (watch) watch.reachableSince = Infinity;
    } finally {
      const watch = active.get(instance);
      if (watch) watch.cancel = clock.after(LOOK_MS, () => void run(instance));
    }
  };

  const end = (instance: string): void => {
    active.get(instance)?.cancel();
    active.delete(instance);
    said.delete(instance);
  };

  return {
    begin(instance) {
      if (active.has(instance)) return;
      active.set(instance, { cancel: () => undefined, reachableSince: Infinity });
      void run(instance);
    },
    end,
    close() {
      for (const instance of active.keys()) end(instance);
    },
  };
}
