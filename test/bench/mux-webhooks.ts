import { randomUUID } from "node:crypto";
import { signers } from "../harness/sign-webhook.ts";
import { rawRequest } from "./http-load.ts";

/** Every receiver of the bench knows it. */
export const MUX_SECRET = "bench-secret-0123456789abcdef";
export const MUX_PATH = "/webhooks/mux";

/** A target at Mux, by its ids there. */
export type MuxTarget = { streamId: string; targetId: string };

/** So many different events of these targets, signed now, ready to be sent. */
export function muxRequests(count: number, targets: readonly MuxTarget[]): Buffer[] {
  const now = Date.now();
  return Array.from({ length: count }, (_, index) => {
    const target = targets[index % targets.length];
    if (target === undefined) throw new RangeError("There is no target to tell of");
    const status = Math.floor(index / targets.length) % 2 === 0 ? "starting" : "broadcasting";
    const { headers, body } = signers.mux(event(target, status, now + index), MUX_SECRET, now);
    return rawRequest(MUX_PATH, headers, body);
  });
}

/** With all the fields that Mux documents. */
function event({ streamId, targetId }: MuxTarget, status: string, at: number): string {
  return JSON.stringify({
    type: `video.live_stream.simulcast_target.${status}`,
    id: randomUUID(),
    created_at: new Date(at).toISOString().replace("Z", "000Z"),
    object: { type: "simulcast-target", id: targetId },
    environment: { name: "Production", id: "environment-of-the-bench" },
    data: {
      id: targetId,
      status,
      url: "rtmps://live.example.com:443/app",
      stream_key: "0123456789-0123456789-0123456789",
      passthrough: "the app's own words for this target",
      live_stream_id: streamId,
    },
    request_id: null,
    attempts: [],
    accessor: null,
    accessor_source: null,
  });
}
