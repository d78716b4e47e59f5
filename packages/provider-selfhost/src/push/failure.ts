import type { ReasonCode } from "@polycast/core/provider";
import { AddressError } from "./address-error.ts";
import type { PushDestination } from "./destination.ts";
import { tlsMessage } from "./tls-message.ts";

/** A reason as a target's status names it. */
export type Reason = { code: ReasonCode; message: string };

/** What a reason may tell of a destination. */
export type Place = Pick<PushDestination, "protocol" | "host" | "port">;

/** What an RTMP connection says of its end; `RtmpConnectError` has it. */
type ConnectFailure = { stage: string; kind: string; code?: string };

/** The destination took no byte for too long. */
export class StalledError extends Error {
  override readonly name = "StalledError";
}

/** Why a target does not get on, in a form for people: no key, no path of a URL. */
export function reasonOf(error: unknown, place: Place): Reason {
  if (error instanceof AddressError) return { code: error.code, message: error.message };
  if (error instanceof StalledError) return stalledReason;
  if (isConnectFailure(error)) return connectReason(error, place);
  return { code: "unknown", message: "The connection failed for a reason that is not known. It is tried again." };
}

/** While a target is stalled, and after its connection was given up for that. */
export const stalledReason: Reason = {
  code: "stalled",
  message:
    "The destination accepts no data. Check its status page and the upload rate of this machine; " +
    "the connection is renewed by itself.",
};

/** Is it the explicit word of a server that these credentials or this application are not welcome? */
export function isRefusal(error: unknown): boolean {
  return isConnectFailure(error) && error.kind === "rejected" && !isTemporaryRefusal(error);
}

/** Did a server that speaks RTMP end the connection without a word? Many do so for a wrong key. */
export function isSilentClose(error: unknown): boolean {
  if (!isConnectFailure(error) || (error.kind !== "closed" && error.kind !== "reset")) return false;
  return error.stage === "connect" || error.stage === "publish" || error.stage === "live";
}

function isConnectFailure(error: unknown): error is ConnectFailure {
  return (
    error instanceof Error &&
    "stage" in error &&
    typeof error.stage === "string" &&
    "kind" in error &&
    typeof error.kind === "string"
  );
}

/** Words for trouble on the server's side, whoever asks. */
function isTemporaryRefusal({ code }: ConnectFailure): boolean {
  return code === "NetConnection.Connect.AppShutdown" || code === "NetConnection.Connect.Failed";
}

function connectReason(failure: ConnectFailure, destination: Place): Reason {
  const place = `${destination.host}:${destination.port}`;
  switch (failure.kind) {
    case "dns":
      return { code: "dns", message: `The host name of ${place} could not be resolved. Check the address.` };
    case "refused":
      return { code: "refused", message: `${place} refuses connections. Check host and port of the destination.` };
    case "unreachable":
      return { code: "refused", message: `${place} cannot be reached from here. Check the address and the network.` };
    case "timeout":
      return { code: "timeout", message: timeoutMessage(failure.stage, place) };
    case "tls":
      return { code: "tls", message: tlsMessage(failure.code, destination) };
    case "bad_name":
      return {
        code: "key_in_use",
        message: "The stream key is in use. Stop the other publisher; this target is tried again by itself.",
      };
    case "rejected":
      if (isTemporaryRefusal(failure)) return closed("The destination is not able to take streams now.");
      return {
        code: "unauthorized",
        message: "The destination refused the stream key. Copy the server address and the key anew from its dashboard.",
      };
    case "closed":
    case "reset":
      return closed(closedMessage(failure.stage, destination));
    case "protocol":
      return {
        code: "unknown",
        message: isTlsPort(destination)
          ? tlsPortMessage(place)
          : `${place} does not speak RTMP. Check the port, and rtmp:// against rtmps://.`,
      };
    default:
      return { code: "unknown", message: `The connection to ${place} failed. It is tried again.` };
  }
}

function closed(message: string): Reason {
  return { code: "closed_by_destination", message };
}

function timeoutMessage(stage: string, place: string): string {
  if (stage === "tcp" || stage === "dns") return `${place} does not answer. Check host and port of the destination.`;
  if (stage === "live") return `The connection to ${place} timed out. Check the network of this machine.`;
  return `${place} accepts connections but does not answer. Check the port, and rtmp:// against rtmps://.`;
}

function closedMessage(stage: string, destination: Place): string {
  const place = `${destination.host}:${destination.port}`;
  if (stage === "tls") {
    return `${place} closed the connection while TLS was set up. If the port does not speak TLS, use rtmp://.`;
  }
  if (stage === "handshake" && isTlsPort(destination)) return tlsPortMessage(place);
  if (stage === "live") return "The destination closed the connection. Check its dashboard if that goes on.";
  return "The destination closed the connection before it took any media. Check the address and the stream key.";
}

/** Does the address speak plain RTMP to the port that nearly everybody uses for TLS? */
function isTlsPort({ protocol, port }: Place): boolean {
  return protocol === "rtmp" && port === 443;
}

function tlsPortMessage(place: string): string {
  return `${place} does not speak plain RTMP. Port 443 is usual for TLS: use rtmps:// instead of rtmp://.`;
}
