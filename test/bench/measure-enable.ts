import { EventEmitter, once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { inState } from "../harness/api.ts";
import { ffmpegPublisher } from "../harness/ffmpeg-publisher.ts";
import { gatewayProcess } from "../harness/gateway-process.ts";
import { rtmpIngest } from "../harness/rtmp-ingest.ts";
import { tinyRtmpSink } from "../harness/tiny-rtmp/sink.ts";
import { waitFor } from "../harness/wait-for.ts";

const DEADLINE_MS = 20_000;
/** The clips' GOP is at most this long; toggles are spread over it, for the wait for a keyframe depends on the phase. */
const GOP_MS = 2_000;
const GOLDEN_RATIO = 0.618;

/**
 * Milliseconds from sending `PATCH { enabled: true }` on a live stream until the first video keyframe is complete at
 * the destination, one value per toggle.
 */
export async function measureEnable(file: string, toggles: number): Promise<number[]> {
  const events = new EventEmitter();
  await using sink = await tinyRtmpSink(
    {},
    {
      onFrame: (frame, session) => {
        const first = frame.keyframe && session.frames.filter((seen) => seen.keyframe).length === 1;
        if (first) events.emit("firstKeyframe", performance.now());
      },
    },
  );
  await using gateway = await gatewayProcess();
  const { stream, ingest } = await gateway.api.createStream({
    name: "bench",
    targets: [{ name: "toggled", destination: { url: sink.url, streamKey: "key" } }],
  });
  const [target] = await gateway.api.targets(stream.id);
  if (target === undefined) throw new Error("The gateway made no target");
  await using _publisher = await ffmpegPublisher(file, rtmpIngest(ingest).publishUrl);
  await gateway.api.waitForTarget(target, inState("live"), DEADLINE_MS);

  const latencies: number[] = [];
  for (let toggle = 0; toggle < toggles; toggle += 1) {
    await gateway.api.updateTarget(target, { enabled: false });
    await waitFor("the sink to be left", () => sink.sessions.at(-1)?.closed, DEADLINE_MS);
    await delay(((toggle * GOLDEN_RATIO) % 1) * GOP_MS);
    const seen = once(events, "firstKeyframe", { signal: AbortSignal.timeout(DEADLINE_MS) });
    const sentAt = performance.now();
    await gateway.api.updateTarget(target, { enabled: true });
    const [seenAt] = await seen;
    latencies.push(seenAt - sentAt);
  }
  return latencies;
}
