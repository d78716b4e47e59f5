import { type Capabilities, rulesFrom } from "@polycast/core/provider";

const { now, never } = rulesFrom({ source: "https://docs.acme.example/api/targets", evidence: "documented" });
const streamsPage = { source: "https://docs.acme.example/api/streams" };

/** What Acme itself does, without any emulation. */
export const capabilities: Capabilities = {
  target: {
    create: now(),
    delete: now(),
    enable: now(),
    disable: now(),
    restart: never("there is no call that makes a target dial again"),
    update: { name: now(), destination: now(), rendition: never("a target sends what comes in, untouched") },
  },
  stream: {
    update: now(streamsPage),
    enable: now(streamsPage),
    disable: now(streamsPage),
    end: now(streamsPage),
    rotateIngest: never("a stream keeps its key for life", streamsPage),
    delete: now(streamsPage),
  },
  status: {
    delivery: ["webhook", "poll"],
    states: ["disabled", "idle", "connecting", "live", "retrying", "unknown"],
    reasons: true,
  },
  limits: { targetsPerStream: 10 },
  protocols: ["rtmp", "rtmps"],
  constraints: ["an encoder that comes back within a moment cannot be told from one that never left"],
  renditions: false,
  readsKeysBack: true,
  stores: { stream: ["name", "reference", "createdAt"], target: ["name", "reference", "createdAt"] },
};
