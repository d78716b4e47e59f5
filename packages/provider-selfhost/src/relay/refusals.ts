import type { PublishDecision } from "../rtmp/server-types.ts";

/** Why an encoder with a good key is not let in. */
export type Refusal = "disabled" | "taken" | "gone" | "refused" | "unreachable" | "draining";

type Words = Omit<Extract<PublishDecision, { accept: false }>, "accept"> & {
  /** For the log. */
  reason: string;
};

/** What it is told, and what the log says. */
export const refusals: Record<Refusal, Words> = {
  disabled: {
    code: "NetStream.Publish.Denied",
    description: "This stream is disabled.",
    reason: "the stream is disabled",
  },
  taken: {
    code: "NetStream.Publish.BadName",
    description: "Another encoder is publishing to this stream.",
    reason: "another one is publishing",
  },
  gone: {
    code: "NetConnection.Connect.Failed",
    description: "The connection is closed.",
    reason: "it has gone away",
  },
  refused: {
    code: "NetStream.Publish.Denied",
    description: "This server does not take the stream.",
    reason: "the stream is not for this relay",
  },
  unreachable: {
    code: "NetConnection.Connect.Failed",
    description: "The server cannot take the stream at this moment; try again.",
    reason: "nobody can tell who owns the stream",
  },
  draining: {
    code: "NetConnection.Connect.AppShutdown",
    description: "The server shuts down; connect again.",
    reason: "the relay is being shut down",
  },
};
