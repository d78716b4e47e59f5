import type { RelayProcess } from "../open-relay.ts";
import { localUrl } from "./banner.ts";

/** Where a relay is reached from this machine: by encoders, and by those who look after it. */
export function relayAddresses({ address }: RelayProcess, host: string): { url: string; rtmp: string; rtmps?: string } {
  const url = localUrl({ address }, host);
  const { hostname } = new URL(url);
  return {
    url,
    rtmp: `rtmp://${hostname}:${address.rtmp}`,
    ...(address.rtmps === undefined ? {} : { rtmps: `rtmps://${hostname}:${address.rtmps}` }),
  };
}

/** What a person needs to know after the start of a relay. */
export function relayBanner(relay: RelayProcess, host: string): string {
  const { url, rtmp, rtmps } = relayAddresses(relay, host);
  const lines = [
    `Polycast's relay is up: ${[rtmp, ...(rtmps === undefined ? [] : [rtmps])].join(" and ")}`,
    "",
    `  ${url}/readyz says whether encoders should be sent here, ${url}/metrics what it does.`,
  ];
  return `\n${lines.join("\n")}\n`;
}
