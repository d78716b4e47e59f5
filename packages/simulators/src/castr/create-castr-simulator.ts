import { realClock } from "../kernel/clock.ts";
import { createFaultPlan } from "../kernel/fault-plan.ts";
import { withFaults } from "../kernel/handle.ts";
import { createRequestLog } from "../kernel/request-log.ts";
import type { Simulator } from "../kernel/types.ts";
import { createAlertSender, tellHooks } from "./alerts.ts";
import { createApp, createLimiter } from "./create-app.ts";
import { castrExtras } from "./extras.ts";
import { type LinkedPlatform, linkPlatform } from "./link-platform.ts";
import { Session } from "./session.ts";
import { type CastrSimulatorSettings, resolveSettings } from "./settings.ts";
import { newId, type Simulation } from "./simulation.ts";
import { Store } from "./store.ts";

/** The simulator, and what a person does in Castr's dashboard and no API can do. */
export type CastrSimulator = Simulator & {
  readonly provider: "castr";
  /** What its API accepts. */
  readonly credentials: { tokenId: string; secretKey: string };
  /**
   * Links a social platform by OAuth to a stream, beside those that the API adds.
   *
   * @returns the platform's id
   * @throws Boom when the stream is unknown or its plan has no room
   */
  linkPlatform(streamId: string, platform?: LinkedPlatform): string;
  /**
   * The one URL of a stream's Alerts tab, which gets a POST at the stream's start and end; without `url` nobody is told.
   *
   * @throws Boom when the stream is unknown
   */
  setAlertUrl(streamId: string, url?: string): void;
};

/**
 * Castr, in memory: `https://api.castr.com/v2` as its guides show it, and where these are silent as users report it.
 * Its answers are for the path `/v2/…` of any host.
 *
 * @throws ZodError when a setting does not fit
 */
export function castrSimulator(settings: CastrSimulatorSettings = {}): CastrSimulator {
  const resolved = resolveSettings(settings);
  const clock = settings.clock ?? realClock();
  const store = new Store();
  const faults = createFaultPlan();
  const requests = createRequestLog();
  const webhooks = createAlertSender({ clock, fetch: settings.fetch });
  const session = new Session({
    store,
    clock,
    settings: resolved,
    tell: (stream, change) => tellHooks(webhooks, store, stream, change, clock.now()),
  });
  const account = { user: newId(), organization: newId() };
  const simulation: Simulation = { store, session, clock, settings: resolved, account };
  const limiter = createLimiter(resolved, clock);

  const dashboard: Pick<CastrSimulator, "linkPlatform" | "setAlertUrl"> = {
    linkPlatform: (streamId, platform) => linkPlatform(simulation, streamId, platform),
    setAlertUrl(streamId, url) {
      const stream = store.stream(streamId);
      delete stream.alertUrl;
      if (url !== undefined) stream.alertUrl = url;
    },
  };

  return {
    provider: "castr",
    fetch: withFaults({ app: createApp(simulation, limiter), faults, requests, clock }),
    clock,
    stage: session.stage(),
    faults,
    requests,
    webhooks,
    credentials: { tokenId: resolved.tokenId, secretKey: resolved.secretKey },
    ...dashboard,
    extras: castrExtras(dashboard),
    reset() {
      store.clear();
      faults.clear();
      requests.clear();
      webhooks.reset();
      limiter?.reset();
    },
  };
}
