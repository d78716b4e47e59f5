import type { Ingest } from "@polycast/core/provider";
import type { RelayPorts } from "../relay/messages.ts";

/** The application of ingest URLs; the relay tells streams apart by their key alone. */
const INGEST_APP = "live";

/**
 * Where an encoder sends to.
 *
 * @param host as it stands in a URL: IPv6 addresses in brackets
 */
export function ingestAddresses(host: string, ports: RelayPorts, streamKey: string): Ingest[] {
  const addresses: Ingest[] = [{ protocol: "rtmp", url: `rtmp://${host}:${ports.rtmp}/${INGEST_APP}`, streamKey }];
  if (ports.rtmps !== undefined) {
    addresses.push({ protocol: "rtmps", url: `rtmps://${host}:${ports.rtmps}/${INGEST_APP}`, streamKey });
  }
  return addresses;
}
