import type { Capabilities, Rule } from "@polycast/core/provider";

const guide = "https://docs.livepeer.org/developers/guides/multistream";
const studio = "https://github.com/livepeer/studio/blob/670a0a66/packages/api/src";
const schema = `${studio}/schema/api-schema.yaml`;
const streamCalls = `${studio}/controllers/stream.ts`;

const documented = { via: "native", source: schema, evidence: "documented" } as const;
const now: Rule = { ...documented, idle: "now", live: "now" };
const never: Rule = { ...documented, idle: "refused", live: "refused" };
const nextSession: Rule = {
  ...documented,
  source: guide,
  idle: "now",
  live: "next_session",
  reason: "a change during a session is promised for the next one only, although it often takes effect within seconds",
};

/** What Livepeer Studio itself does, without any emulation. */
export const capabilities: Capabilities = {
  target: {
    create: nextSession,
    delete: nextSession,
    enable: nextSession,
    disable: nextSession,
    restart: { ...never, reason: "there is no call that makes a target dial again" },
    update: { name: now, destination: nextSession, rendition: nextSession },
  },
  stream: {
    update: { ...now, source: streamCalls, reason: "`record` and `profiles` of `providerOptions` only while idle" },
    enable: { ...now, source: streamCalls },
    disable: { ...now, source: streamCalls, reason: "suspending also ends the running session" },
    end: { ...now, reason: "the encoder may return at once; a second call within 5 s is refused" },
    rotateIngest: { ...never, reason: "a stream keeps its key for life" },
    delete: now,
  },
  status: {
    delivery: ["webhook"],
    states: ["disabled", "idle", "connecting", "live", "retrying", "unknown"],
    reasons: false,
  },
  limits: {},
  protocols: ["rtmp", "rtmps", "srt"],
  constraints: [
    "of two targets of one stream with the same destination and rendition one is sent to: to create the second is refused, and a change that makes two the same is told by the notice `same_push`",
    "a rendition must be one of the stream's profiles, or `source`",
    "`source` is the best track, not byte for byte what came in",
    "a read shows no target status: without webhooks a target of an active stream is `unknown`",
    "a stream's reference and metadata share `userTags`, 2048 characters of JSON",
    "a target's destination is not readable: it is known only of targets that this process has made or changed",
    "webhooks about targets go only to endpoints of the account's default project, whichever project the stream is in",
    "a target object that streams share, made elsewhere, is switched, renamed and redirected for all of them",
  ],
  renditions: true,
  readsKeysBack: false,
  stores: { stream: ["name", "reference", "metadata", "createdAt"], target: ["name", "createdAt"] },
};

/**
 * With the health endpoint a poll tells about the targets of active streams as well.
 *
 * @param options.health is it asked?
 */
export function capabilitiesWith(options: { health: boolean }): Capabilities {
  if (!options.health) return capabilities;
  return { ...capabilities, status: { ...capabilities.status, delivery: ["webhook", "poll"] } };
}
