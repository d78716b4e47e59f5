import type { Stage } from "../kernel/types.ts";
import type { MuxSessions } from "./session.ts";
import type { MuxStore, MuxStream } from "./store.ts";
import type { MuxTargets } from "./targets.ts";
import type { MuxWebhooks } from "./webhooks.ts";

/** What only Mux does on stage. */
export type MuxStage = Stage & {
  /** The slate for reconnects cannot be downloaded: `video.live_stream.warning`, the only warning that Mux documents. */
  warn(streamId: string): Promise<void>;
  /** `simulcast_target.updated`, which exists although nothing can update a target. */
  touchTarget(streamId: string, targetId: string): Promise<void>;
};

type Parts = { store: MuxStore; sessions: MuxSessions; targets: MuxTargets; webhooks: MuxWebhooks };

export function createMuxStage({ store, sessions, targets, webhooks }: Parts): MuxStage {
  const targetOf = (streamId: string, targetId: string) => {
    const stream = store.stream(streamId);
    return [stream, store.target(stream, targetId)] as const;
  };
  const on = (move: (stream: MuxStream) => void) => async (streamId: string) => move(store.stream(streamId));
  return {
    connect: async (streamId, how) => sessions.connect(store.stream(streamId), how?.protocol ?? "rtmp"),
    drop: on(sessions.drop),
    resume: on(sessions.resume),
    end: on(sessions.stop),
    breakTarget: async (streamId, targetId, how) => targets.break(...targetOf(streamId, targetId), how ?? "temporary"),
    healTarget: async (streamId, targetId) => targets.heal(...targetOf(streamId, targetId)),
    touchTarget: async (streamId, targetId) => webhooks.target("updated", ...targetOf(streamId, targetId)),
    warn: on((stream) =>
      webhooks.warning(stream, {
        type: "custom_slate_unavailable",
        message: "Unable to download the slate image",
      }),
    ),
  };
}
