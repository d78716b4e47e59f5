import { realClock } from "../kernel/clock.ts";
import { createFaultPlan } from "../kernel/fault-plan.ts";
import { withFaults } from "../kernel/handle.ts";
import { createRequestLog } from "../kernel/request-log.ts";
import type { Simulator } from "../kernel/types.ts";
import { createApp } from "./create-app.ts";
import { createEvents } from "./events.ts";
import { livepeerExtras } from "./extras.ts";
import { createHealthBoard } from "./health.ts";
import { insertWebhook } from "./insert-webhook.ts";
import { maskPath } from "./mask-path.ts";
import { LiveStreams } from "./session.ts";
import {
  type GivenWebhook,
  type LivepeerAccount,
  type LivepeerSimulatorSettings,
  resolveSettings,
} from "./settings.ts";
import { createStore } from "./store.ts";

/** Livepeer Studio in memory. */
export type LivepeerSimulator = Simulator & {
  readonly provider: "livepeer";
  /** What its API accepts: the first key of the first account. */
  readonly credentials: { apiKey: string; userId: string };
  readonly accounts: readonly LivepeerAccount[];
  /** Adds a webhook of that key as the dashboard does. @returns its id */
  addWebhook(webhook: GivenWebhook): { id: string };
};

const USUAL_EVENTS = [
  "stream.started",
  "stream.idle",
  "multistream.connected",
  "multistream.error",
  "multistream.disconnected",
];

/**
 * Livepeer Studio's API as it behaves on the wire: streams, sessions, multistream targets, webhooks, below `/api` of any
 * host. Its media nodes and encoders are moved by `stage`; ids there are Livepeer's own.
 *
 * @example
 *   const simulator = livepeerSimulator({ clock: manualClock() });
 *   const fetch = (input, init) => simulator.fetch(new Request(input, init));
 * @throws RangeError when the settings name no API key, or one twice
 */
export function livepeerSimulator(settings: LivepeerSimulatorSettings = {}): LivepeerSimulator {
  const resolved = resolveSettings(settings);
  const clock = settings.clock ?? realClock();
  const store = createStore(clock, resolved.timings.staleReadsMs);
  const send = settings.fetch ?? ((...request: Parameters<typeof fetch>) => globalThis.fetch(...request));
  const events = createEvents({ clock, settings: resolved, store, fetch: send });
  const health = createHealthBoard(clock);
  const live = new LiveStreams({ clock, settings: resolved, store, events, health });
  const world = { clock, settings: resolved, store, live, events, health };

  const faults = createFaultPlan();
  const requests = createRequestLog(maskPath);
  const [account] = resolved.accounts;
  const [key] = account?.keys ?? [];
  if (!account || !key) throw new RangeError("The first account of the Livepeer simulator has no API key.");

  const addWebhook = ({ url, sharedSecret, events: subscribed = USUAL_EVENTS }: GivenWebhook): { id: string } => {
    const caller = { account, key, projectId: key.projectId ?? account.defaultProjectId };
    const { id } = insertWebhook(world, caller, { name: "simulator", url, events: [...subscribed], sharedSecret });
    return { id };
  };
  resolved.webhooks.forEach(addWebhook);

  return {
    provider: "livepeer",
    credentials: { apiKey: key.key, userId: account.userId },
    accounts: resolved.accounts,
    fetch: withFaults({ app: createApp(world), faults, requests, clock }),
    clock,
    stage: live.stage,
    faults,
    requests,
    webhooks: events.sender,
    extras: livepeerExtras(faults),
    addWebhook,
    reset() {
      live.clear();
      events.clear();
      health.clear();
      faults.clear();
      requests.clear();
      store.clear();
      resolved.webhooks.forEach(addWebhook);
    },
  };
}
