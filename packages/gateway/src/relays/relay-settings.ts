import { readFileSync } from "node:fs";
import type { ProviderAdapter } from "@polycast/core";
import { selfhost, type SelfhostSettings, settingsOf } from "@polycast/selfhost";
import { publicHostOf } from "../settings/defaults.ts";
import type { Settings } from "../settings/index.ts";

/** How a relay is set up. */
export type RelaySettings = SelfhostSettings;

/** The settings that a relay takes from its gateway. */
export type GatewaySettings = Pick<
  Settings,
  "host" | "publicHost" | "rtmpPort" | "rtmpsPort" | "rtmps" | "allowPrivateTargets"
>;

/**
 * The settings of a relay: its own, then the gateway's.
 *
 * @param own what it was made with in the config file
 */
export function relaySettings(gateway: GatewaySettings, own: RelaySettings = {}): RelaySettings {
  const { host, publicHost, rtmpPort, rtmpsPort, rtmps: files, allowPrivateTargets } = gateway;
  const certificate = own.rtmps ?? (files && readCertificate(files));
  // A name that only follows from the gateway's address is not that of another one.
  const isNamed = own.host === undefined || publicHost !== publicHostOf(host);
  return {
    host,
    ...(isNamed ? { publicHost } : {}),
    rtmpPort,
    allowPrivateTargets,
    ...own,
    ...(certificate ? { rtmps: { port: rtmpsPort, ...certificate } } : {}),
  };
}

/**
 * Makes the relays of a config file anew, with what they leave to the gateway; nothing of theirs was opened yet. A relay
 * behind a port of its own, and one that another copy of its package has made, stay as they are.
 */
export function completeRelays(
  providers: Readonly<Record<string, ProviderAdapter>>,
  gateway: GatewaySettings,
): Record<string, ProviderAdapter> {
  const entries = Object.entries(providers).map(([name, adapter]) => {
    const own = settingsOf(adapter);
    return [name, !own || own.port ? adapter : selfhost(relaySettings(gateway, own))] as const;
  });
  return Object.fromEntries(entries);
}

/** How the first relay among them is set up, if there is one that can be read. */
export function settingsOfRelay(providers: Readonly<Record<string, ProviderAdapter>>): RelaySettings | undefined {
  for (const adapter of Object.values(providers)) {
    const own = settingsOf(adapter);
    if (own && !own.port) return own;
  }
  return undefined;
}

function readCertificate({ certFile, keyFile }: NonNullable<Settings["rtmps"]>): { cert: string; key: string } {
  return { cert: readFileSync(certFile, "utf8"), key: readFileSync(keyFile, "utf8") };
}
