import { defined } from "../values/defined.ts";
import { refuseDestination } from "./refuse-destination.ts";
import type { ResolvedSrtDestination } from "./resolved-destination.ts";
import type { ServerAddress } from "./server-address.ts";
import { readSrtParameters, type SrtParameters } from "./srt-parameters.ts";
import { trimSlashesStart } from "./trim-slashes.ts";

/** `SRTO_STREAMID`: bytes. */
const MAX_STREAM_ID = 512;
/** `SRTO_PASSPHRASE`: bytes. */
const PASSPHRASE = { min: 10, max: 79 };
/** The handshake carries the latency in 16 bits. */
const MAX_LATENCY_MS = 65_535;

type Given = { streamId?: string | undefined; passphrase?: string | undefined };

/** Takes an SRT destination apart. */
export function resolveSrt(address: ServerAddress, given: Given, path: string): ResolvedSrtDestination {
  const { host, port } = address;
  if (port === undefined)
    refuseDestination(path, "url", "names no port", "SRT has no default port: add it, e.g. :9000.");
  const mark = address.rest.indexOf("?");
  if (trimSlashesStart(mark < 0 ? address.rest : address.rest.slice(0, mark)) !== "") {
    refuseDestination(path, "url", "has a path, which SRT has not", "Give a stream id as `streamId`.");
  }
  const parameters = readSrtParameters(mark < 0 ? "" : address.rest.slice(mark + 1));
  if ("fault" in parameters) {
    refuseDestination(path, "url", parameters.fault, "Write each parameter once, percent-encoded.");
  }
  if ((parameters.get("mode") ?? "caller") !== "caller") {
    refuseDestination(path, "url", "asks for a mode other than caller", "Leave `mode` out: a target calls.");
  }
  const streamId = either(given.streamId, parameters.get("streamid"), path, "streamId");
  const passphrase = either(given.passphrase, parameters.get("passphrase"), path, "passphrase");
  checkLength(streamId, { min: 1, max: MAX_STREAM_ID }, path, "streamId");
  checkLength(passphrase, PASSPHRASE, path, "passphrase");
  const latencyMs = latencyOf(parameters, path);
  const pbKeyLength = keyLengthOf(parameters, path);
  return defined({ protocol: "srt" as const, host, port, streamId, passphrase, latencyMs, pbKeyLength });
}

function either(
  field: string | undefined,
  parameter: string | undefined,
  path: string,
  name: string,
): string | undefined {
  if (field !== undefined && parameter !== undefined && field !== parameter) {
    refuseDestination(path, name, "differs from the one in the URL", "Give it once.");
  }
  return field ?? parameter;
}

function checkLength(value: string | undefined, limit: { min: number; max: number }, path: string, name: string): void {
  if (value === undefined) return;
  const { length } = new TextEncoder().encode(value);
  if (length >= limit.min && length <= limit.max) return;
  refuseDestination(path, name, `must have ${limit.min} to ${limit.max} bytes`, "This is a limit of SRT itself.");
}

function latencyOf(parameters: SrtParameters, path: string): number | undefined {
  const text = parameters.get("latency");
  if (text === undefined) return undefined;
  const latency = /^[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (latency <= MAX_LATENCY_MS) return latency;
  const hint = "Count in milliseconds; the URLs of FFmpeg and OBS count in microseconds.";
  return refuseDestination(path, "url", `has a latency that is not between 0 and ${MAX_LATENCY_MS}`, hint);
}

function keyLengthOf(parameters: SrtParameters, path: string): 16 | 24 | 32 | undefined {
  switch (parameters.get("pbkeylen")) {
    case undefined:
    case "0":
      return undefined;
    case "16":
      return 16;
    case "24":
      return 24;
    case "32":
      return 32;
    default:
      return refuseDestination(path, "url", "has a pbkeylen that is not 16, 24 or 32", "Leave it out for the default.");
  }
}
