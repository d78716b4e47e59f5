import type { Capabilities, Rule } from "@polycast/core/provider";

const guide = "https://developers.castr.com/docs/send-livestream-to-3rd-party-platforms";
const index = "https://developers.castr.com/llms.txt";

const now: Rule = { idle: "now", live: "now", via: "native", source: guide, evidence: "documented" };
const nowAssumed: Rule = { ...now, source: index, evidence: "assumed" };
const never: Rule = { ...nowAssumed, idle: "refused", live: "refused" };

/** What Castr itself does, without any emulation. */
export const capabilities: Capabilities = {
  target: {
    create: { ...now, evidence: "assumed", reason: "that a platform added during a stream is pushed to is not stated" },
    delete: now,
    enable: now,
    disable: now,
    restart: { ...never, reason: "there is no call that makes a platform dial again" },
    update: {
      name: { ...nowAssumed, reason: "names are not in Castr's guide; the answer must be read back" },
      destination: { ...nowAssumed, reason: "only `enabled` is shown to change; the answer must be read back" },
      rendition: { ...never, reason: "a platform takes no rendition" },
    },
  },
  stream: {
    update: nowAssumed,
    enable: nowAssumed,
    disable: { ...nowAssumed, reason: "whether a running encoder is disconnected is not stated" },
    end: { ...never, reason: "there is no call that ends a running stream" },
    rotateIngest: { ...never, reason: "there is no call for a new ingest key" },
    delete: nowAssumed,
  },
  status: {
    delivery: ["poll"],
    states: ["disabled", "idle", "connecting", "live", "retrying", "unknown"],
    reasons: false,
  },
  limits: {},
  protocols: ["rtmp", "rtmps"],
  constraints: [
    "the number of targets depends on the plan",
    "targets that were linked in Castr's dashboard can be switched on and off, and nothing else",
    "streams are newest first within a page of their list; which page one is on follows Castr's own order, so a newer one may be on a later page",
    "an encoder that comes back within a moment cannot be told from one that never left",
  ],
  renditions: false,
  readsKeysBack: true,
  stores: { stream: ["name", "createdAt"], target: ["name"] },
};
