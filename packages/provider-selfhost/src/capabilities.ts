import type { Capabilities, Rule } from "@polycast/core/provider";

const now: Rule = { idle: "now", live: "now", via: "native", source: "docs/relay.md", evidence: "tested" };

const noRenditions: Rule = {
  idle: "refused",
  live: "refused",
  via: "native",
  reason: "the relay passes the source through untouched",
  source: "docs/relay.md",
  evidence: "tested",
};

/** What the relay can do: every change at once, live or not. */
export const capabilities: Capabilities = {
  target: {
    create: now,
    delete: now,
    enable: now,
    disable: now,
    restart: now,
    update: { name: now, destination: now, rendition: noRenditions },
  },
  stream: { update: now, enable: now, disable: now, end: now, rotateIngest: now, delete: now },
  status: {
    delivery: ["push"],
    states: ["disabled", "idle", "connecting", "live", "retrying", "failed"],
    reasons: true,
  },
  limits: {},
  protocols: ["rtmp", "rtmps"],
  constraints: ["the destination must take the codecs of the source"],
  renditions: false,
  readsKeysBack: false,
  stores: {
    stream: ["name", "reference", "metadata", "createdAt"],
    target: ["name", "reference", "metadata", "createdAt"],
  },
};
