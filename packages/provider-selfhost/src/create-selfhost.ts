import { type Ingest, MultistreamError, parseInput, type ProviderAdapter } from "@polycast/core/provider";
import { createAdapter, type NearEnd } from "./create-adapter.ts";
import { errorFields } from "./hub/log.ts";
import { ingestAddresses } from "./ingest/ingest-addresses.ts";
import { remember } from "./made-with.ts";
import { HeldLog } from "./relay/held-log.ts";
import { HostedRelay } from "./relay/hosted-relay.ts";
import type { SpawnRelay } from "./relay/spawn-relay.ts";
import type { RelayPort } from "./relay-port.ts";
import { resolveSettings, type SelfhostSettings, selfhostSettingsSchema } from "./settings.ts";
import { LocalPort } from "./wanted/local-port.ts";

/** Settings of `selfhost()`. */
export type SelfhostOptions = SelfhostSettings & {
  /** The way to relays in other processes; absent: one relay, in a thread of this process. */
  port?: RelayPort;
};

/**
 * The adapter behind `selfhost()`: one half of it over the other.
 *
 * @param parts.spawn starts the relay; in a thread of this process by default
 * @throws MultistreamError `invalid_argument` when a setting does not fit
 */
export function createSelfhost(options: SelfhostOptions, parts: { spawn?: SpawnRelay } = {}): ProviderAdapter {
  const { port: distant, ...settings } = options;
  const given = parseInput(selfhostSettingsSchema, settings, "settings of selfhost()");
  checkPort(distant);
  // The environment is read when it is first needed.
  let known: ReturnType<typeof resolveSettings> | undefined;
  const resolved = (): ReturnType<typeof resolveSettings> => (known ??= resolveSettings(given, process.env));
  const log = new HeldLog();
  const near = distant
    ? distantEnd(distant)
    : localEnd(log, () => new HostedRelay(resolved().relay, { log: log.write, ...parts }));

  async function ingestOf(streamKey: string): Promise<Ingest[]> {
    const bound = await near.port.ports?.();
    const { publicHost, relay } = resolved();
    const ports = bound ?? { rtmp: relay.rtmpPort, ...(relay.rtmps ? { rtmps: relay.rtmps.port } : {}) };
    return ingestAddresses(publicHost, ports, streamKey);
  }

  return remember(createAdapter(near, { ingestOf, log }), options);
}

/** From plain data a number may come, meant for encoders. */
function checkPort(port: unknown): void {
  if (port === undefined || (typeof port === "object" && port !== null && "put" in port)) return;
  const message = "must be the way to relays in other processes; what encoders connect to is `rtmpPort`";
  throw new MultistreamError("invalid_argument", `selfhost(): port ${message}.`, {
    issues: [{ path: "port", message }],
  });
}

/** The relay is this process's: it is opened when it is first needed, and forgets. */
function localEnd(log: HeldLog, make: () => HostedRelay): NearEnd {
  const port = new LocalPort(make, (error) => log.write("error", "a listener to the relay failed", errorFields(error)));
  return { port, forgets: true, ready: () => port.enter(), open: () => port.open(), close: () => port.close() };
}

/** Relays, ports and what is wanted are somebody else's. */
function distantEnd(port: RelayPort): NearEnd {
  return { port, forgets: false, ready: nothing, open: nothing, close: nothing };
}

async function nothing(): Promise<void> {}
