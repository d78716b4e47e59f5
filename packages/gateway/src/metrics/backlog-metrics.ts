import { Gauge, type Registry } from "prom-client";
import { countBacklogs, type Store } from "../store/index.ts";

/**
 * Adds what waits in the store to a registry: of the whole store, so that it is not to be added up over gateways.
 *
 * @returns what counts it; call it before the registry is read
 */
export function addBacklogMetrics(registry: Registry, store: Store): () => Promise<void> {
  const registers = [registry];
  const inbox = new Gauge({
    name: "polycast_inbox_backlog",
    help: "Webhooks of providers that are to be processed, or wait for what they are about.",
    labelNames: ["instance", "state"],
    registers,
  });
  const outbox = new Gauge({
    name: "polycast_webhook_deliveries_pending",
    help: "Deliveries to webhook endpoints that are due or wait for their next attempt.",
    registers,
  });
  const due = new Gauge({
    name: "polycast_reconcile_waiting_streams",
    help: "Streams whose provider has not accepted all that is wanted.",
    labelNames: ["provider"],
    registers,
  });
  return async () => {
    const backlogs = await store.read(countBacklogs);
    inbox.reset();
    due.reset();
    for (const { provider, state, count } of backlogs.inbox) inbox.set({ instance: provider, state }, count);
    for (const { provider, count } of backlogs.streams) due.set({ provider }, count);
    outbox.set(backlogs.deliveries);
  };
}
