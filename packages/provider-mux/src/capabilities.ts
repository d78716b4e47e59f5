import { type Capabilities, rulesFrom } from "@polycast/core/provider";

const reference = "https://mux.com/docs/api-reference/video/live-streams";
const createPage = `${reference}/create-live-stream-simulcast-target`;

const { now, whileIdle, never } = rulesFrom({ source: reference, evidence: "documented" });

/** What Mux itself does, without any emulation. */
export const capabilities: Capabilities = {
  target: {
    create: whileIdle("a simulcast target can only be added while the stream is idle", {
      disabled: "refused",
      source: createPage,
    }),
    delete: whileIdle("a simulcast target can only be deleted while the stream is idle", { disabled: "refused" }),
    enable: never("a simulcast target has no switch"),
    disable: never("a simulcast target has no switch"),
    restart: never("there is no call that makes a simulcast target dial again"),
    update: {
      name: never("a simulcast target cannot be updated and has no name"),
      destination: never("a simulcast target cannot be updated"),
      rendition: never("a simulcast target takes no rendition", { source: createPage }),
    },
  },
  stream: {
    update: now(),
    enable: now(),
    disable: now(),
    end: now({ reason: "the recording ends at once; an encoder that stays is disconnected after 60 s" }),
    rotateIngest: now(),
    delete: now(),
  },
  status: {
    delivery: ["webhook", "poll"],
    states: ["idle", "connecting", "live", "retrying", "failed", "unknown"],
    reasons: false,
  },
  limits: { targetsPerStream: 6 },
  protocols: ["rtmp", "rtmps", "srt"],
  constraints: [
    "srt targets need an srt source",
    "targets get what the encoder sends: HEVC is not transcoded, so the destination must take it",
    "the URL of an rtmp or rtmps target must include the application",
    "Instagram is not supported as a destination",
    "targets are added one per call",
    "six targets per stream unless Mux raises the limit",
    "a target has one slot for reference and name: with a reference its name is not kept",
    "a stream's name is its title, which viewers may see",
    "targets are added and deleted only while the stream is enabled: the guide says less than the reference, which is kept to",
    "a low or reduced latency stream has no reconnect window unless one is set",
  ],
  renditions: false,
  readsKeysBack: true,
  stores: { stream: ["name", "reference", "createdAt"], target: ["reference"] },
};
