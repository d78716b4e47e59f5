import type { Capabilities, Rule } from "../model/capabilities.ts";

const now: Rule = { idle: "now", live: "now", via: "native", source: "memory", evidence: "tested" };

/** A table in which every change is allowed at once, everything is kept, and every state is told with its reason. */
export function everythingAllowed(differences: Partial<Capabilities> = {}): Capabilities {
  return {
    target: {
      create: now,
      delete: now,
      enable: now,
      disable: now,
      restart: now,
      update: { name: now, destination: now, rendition: now },
    },
    stream: { update: now, enable: now, disable: now, end: now, rotateIngest: now, delete: now },
    status: {
      delivery: ["push", "poll", "webhook"],
      states: ["disabled", "idle", "connecting", "live", "retrying", "failed"],
      reasons: true,
    },
    limits: {},
    protocols: ["rtmp", "rtmps", "srt"],
    constraints: [],
    renditions: true,
    readsKeysBack: true,
    stores: {
      stream: ["name", "reference", "metadata", "createdAt"],
      target: ["name", "reference", "metadata", "createdAt"],
    },
    ...differences,
  };
}
