import type { Destination } from "../model/destination.ts";
import type { RedactedDestination } from "../model/redacted-destination.ts";
import { defined } from "../values/defined.ts";
import { destinationProtocol } from "./destination-protocol.ts";
import { destinationUrl } from "./destination-url.ts";
import { defaultPorts } from "./resolve-rtmp.ts";
import { formatHost, readServerAddress } from "./server-address.ts";
import { splitAppAndKey } from "./split-app-and-key.ts";
import { readSrtParameters } from "./srt-parameters.ts";

/** From this length on, four characters tell nothing that helps to guess the rest. */
const MIN_KEY_FOR_HINT = 12;

/**
 * What may be shown of a destination. Never throws: of a URL that cannot be read only the protocol is left, and of one
 * whose key cannot be told from its application neither.
 */
export function redactDestination(destination: Destination): RedactedDestination {
  const protocol = destinationProtocol(destination);
  const preset = "preset" in destination ? destination.preset : undefined;
  const address = readServerAddress(destinationUrl(destination));
  if ("fault" in address) return defined({ redacted: true as const, protocol, preset });
  const { app, key } = protocol === "srt" ? srtKey(destination, address.rest) : rtmpParts(destination, address.rest);
  return defined({
    redacted: true as const,
    protocol,
    host: formatHost(address, protocol === "srt" ? undefined : defaultPorts[protocol]),
    app: app === "" ? undefined : app,
    keyHint: key.length >= MIN_KEY_FOR_HINT ? `…${key.slice(-4)}` : undefined,
    preset,
  });
}

type Parts = { app: string; key: string };

function rtmpParts(destination: Destination, rest: string): Parts {
  const { app, streamKey } = splitAppAndKey(rest, "streamKey" in destination ? destination.streamKey : undefined);
  // Some paste the key twice: behind the application and into its own field.
  if (streamKey === "" || app.includes(streamKey)) return { app: "", key: streamKey };
  const query = app.indexOf("?");
  return { app: query < 0 ? app : app.slice(0, query), key: streamKey };
}

function srtKey(destination: Destination, rest: string): Parts {
  if ("streamId" in destination && destination.streamId !== undefined) return { app: "", key: destination.streamId };
  const parameters = readSrtParameters(rest.slice(rest.indexOf("?") + 1));
  return { app: "", key: "fault" in parameters ? "" : (parameters.get("streamid") ?? "") };
}
