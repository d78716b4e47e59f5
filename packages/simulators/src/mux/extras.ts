import * as z from "zod";
import { extra, ofStream } from "../kernel/extra.ts";
import type { Extra } from "../kernel/types.ts";
import type { MuxStage } from "./stage.ts";

/** What the control door can do with Mux alone. */
export function muxExtras(stage: MuxStage): Record<string, Extra> {
  return {
    warn: extra({
      does: "The slate for reconnects cannot be downloaded: video.live_stream.warning.",
      example: { streamId: "…" },
      input: ofStream,
      run: ({ streamId }) => stage.warn(streamId),
    }),
    touchTarget: extra({
      does: "Tells simulcast_target.updated, which no call of the API brings about.",
      example: { streamId: "…", targetId: "…" },
      input: ofStream.extend({ targetId: z.string() }),
      run: ({ streamId, targetId }) => stage.touchTarget(streamId, targetId),
    }),
  };
}
