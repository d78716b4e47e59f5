import { Hono } from "hono";
import { createFaultPlan } from "../kernel/fault-plan.ts";
import { withFaults } from "../kernel/handle.ts";
import { createRequestLog } from "../kernel/request-log.ts";
import type { Simulator } from "../kernel/types.ts";
import { MuxProblem, notFound } from "./errors.ts";
import { muxExtras } from "./extras.ts";
import { authentication, rateLimiting } from "./guard.ts";
import { addPlaybackRoutes } from "./routes-playback.ts";
import { addStreamRoutes, type MuxParts } from "./routes-streams.ts";
import { addSystemRoutes } from "./routes-system.ts";
import { addTargetRoutes } from "./routes-targets.ts";
import { createMuxSessions } from "./session.ts";
import { type MuxSimulatorSettings, resolveMuxSettings } from "./settings.ts";
import { createMuxStage, type MuxStage } from "./stage.ts";
import { createMuxStore } from "./store.ts";
import { createMuxTargets } from "./targets.ts";
import { createMuxWebhooks } from "./webhooks.ts";

export type MuxSimulator = Simulator & {
  readonly provider: "mux";
  readonly stage: MuxStage;
  /** What its API accepts and where its events go. */
  readonly credentials: { tokenId: string; tokenSecret: string };
  /** Adds an endpoint as the dashboard does. The secret is made up when none is given. */
  addWebhook(url: string, secret?: string): { id: string; url: string; secret: string };
};

/**
 * Mux Video's live streams, simulcast targets, playback ids, webhooks and whoami, in memory.
 *
 * @example
 *   const simulator = muxSimulator({ clock: manualClock() });
 *   const fetch = (input, init) => simulator.fetch(new Request(input, init));
 */
export function muxSimulator(settings: MuxSimulatorSettings = {}): MuxSimulator {
  const resolved = resolveMuxSettings(settings);
  const { clock, tokenId, tokenSecret } = resolved;
  const store = createMuxStore(clock);
  const webhooks = createMuxWebhooks(resolved);
  const targets = createMuxTargets(resolved, webhooks);
  const sessions = createMuxSessions(resolved, targets, webhooks);
  const faults = createFaultPlan();
  const requests = createRequestLog();
  const { app, resetLimits } = createApp({ settings: resolved, store, sessions, webhooks });
  const stage = createMuxStage({ store, sessions, targets, webhooks });
  return {
    provider: "mux",
    fetch: withFaults({ app, faults, requests, clock }),
    clock,
    stage,
    faults,
    requests,
    webhooks: webhooks.sender,
    extras: muxExtras(stage),
    credentials: { tokenId, tokenSecret },
    addWebhook(url, given) {
      const { id, secret } = webhooks.add(url, given);
      return { id, url, secret };
    },
    reset() {
      store.clear();
      faults.clear();
      requests.clear();
      webhooks.reset();
      resetLimits();
    },
  };
}

function createApp(parts: MuxParts): { app: Hono; resetLimits: () => void } {
  const app = new Hono();
  const { limit, reset } = rateLimiting(parts.settings);
  app.onError((error, c) => {
    if (error instanceof MuxProblem) return c.json(error.body(), error.status);
    return c.json({ error: { type: "internal_error", messages: ["The simulator failed"] } }, 500);
  });
  app.notFound((c) => {
    const problem = notFound();
    return c.json(problem.body(), problem.status);
  });
  app.use(authentication(parts.settings), limit);
  addStreamRoutes(app, parts);
  addTargetRoutes(app, parts);
  addPlaybackRoutes(app, parts);
  addSystemRoutes(app, parts);
  return { app, resetLimits: reset };
}
