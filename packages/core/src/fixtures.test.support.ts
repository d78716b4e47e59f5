import type { Capabilities, Rule } from "./model/capabilities.ts";
import type { Stream } from "./model/stream.ts";
import type { Target } from "./model/target.ts";

const source = "https://example.com/docs";

/** A rule that takes effect at once, but for what is said otherwise. */
export function aRule(differences: Partial<Rule> = {}): Rule {
  return { idle: "now", live: "now", via: "native", source, evidence: "documented", ...differences };
}

/** A provider that can do everything at once. */
export function someCapabilities(differences: Partial<Capabilities> = {}): Capabilities {
  const rule = aRule();
  return {
    target: {
      create: rule,
      delete: rule,
      enable: rule,
      disable: rule,
      restart: rule,
      update: { name: rule, destination: rule, rendition: rule },
    },
    stream: { update: rule, enable: rule, disable: rule, end: rule, rotateIngest: rule, delete: rule },
    status: { delivery: ["push"], states: ["idle", "live"], reasons: true },
    limits: {},
    protocols: ["rtmp", "rtmps", "srt"],
    constraints: [],
    renditions: true,
    readsKeysBack: false,
    stores: {
      stream: ["name", "reference", "metadata", "createdAt"],
      target: ["name", "reference", "metadata", "createdAt"],
    },
    ...differences,
  };
}

export function aTarget(differences: Partial<Target> = {}): Target {
  return {
    id: "t1",
    streamId: "s1",
    provider: "fake",
    name: "Twitch",
    destination: { redacted: true, protocol: "rtmp", host: "example.com", app: "live" },
    enabled: true,
    rendition: "source",
    status: { state: "idle", source: "relay" },
    notices: [],
    ...differences,
  };
}

export function aStream(differences: Partial<Stream> = {}): Stream {
  return {
    id: "s1",
    provider: "fake",
    name: "Friday show",
    enabled: true,
    status: { state: "idle", source: "relay" },
    targets: [aTarget()],
    notices: [],
    ...differences,
  };
}
