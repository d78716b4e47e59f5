import { Counter, Gauge, type Registry } from "prom-client";
import {
  isKnownPosition,
  listEventsAfter,
  type LoggedEvent,
  type LogPosition,
  newestPosition,
  type Store,
} from "../store/index.ts";

const PAGE = 500;
/** Pages that one look reads; the rest is counted by the next. */
const MAX_PAGES = 20;

const types = ["target.retrying", "target.failed"] as const;

/**
 * Adds what the event log tells to a registry: every gateway on a store counts the same events.
 *
 * @returns what reads on; call it before the registry is read
 */
export function addLogMetrics(registry: Registry, store: Store): () => Promise<void> {
  const registers = [registry];
  const retries = new Counter({
    name: "polycast_target_retries_total",
    help: "How often a target has begun to retry. Of the whole store: do not add it up over gateways.",
    labelNames: ["provider"],
    registers,
  });
  const failures = new Counter({
    name: "polycast_target_failures_total",
    help: "Retries and failures of targets, by their reason. Of the whole store: do not add it up over gateways.",
    labelNames: ["provider", "reason"],
    registers,
  });
  const newest = new Gauge({
    name: "polycast_event_log_position",
    help: "The number of the newest event.",
    registers,
  });
  let counted: LogPosition | undefined;

  const count = (event: LoggedEvent): void => {
    if (!("target" in event.data) || !("provider" in event)) return;
    const { provider } = event;
    if (event.type === "target.retrying") retries.inc({ provider });
    failures.inc({ provider, reason: event.data.target.status.reason?.code ?? "unknown" });
  };

  const readOn = async (after: LogPosition): Promise<LogPosition> => {
    let position = after;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const from = position;
      const events = await store.read(function* () {
        if (!(yield* isKnownPosition(from))) return undefined;
        return yield* listEventsAfter({ after: from, types, limit: PAGE });
      });
      if (!events) return store.read(newestPosition);
      for (const { event } of events) count(event);
      position = events.at(-1)?.position ?? position;
      if (events.length < PAGE) break;
    }
    return position;
  };

  return async () => {
    const last = await store.read(newestPosition);
    newest.set(Number(last.split("-").at(-1)));
    // The first look only finds its place: what was before has been counted by nobody.
    counted = counted === undefined ? last : await readOn(counted);
  };
}
