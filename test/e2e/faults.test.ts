import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { closingSink, refusingUrl, silentSink, wrongCertificateSink } from "../harness/bad-sinks.ts";
import { blackHole } from "../harness/black-hole.ts";
import { clip } from "../harness/clip.ts";
import { compareFrames } from "../harness/compare-frames.ts";
import { ffmpegPublisher } from "../harness/ffmpeg-publisher.ts";
import { readFrames } from "../harness/frames.ts";
import { nginxRtmp } from "../harness/nginx-rtmp.ts";
import { hasTools } from "../harness/require-tool.ts";
import { rtmpIngest } from "../harness/rtmp-ingest.ts";
import { tinyRtmpSink } from "../harness/tiny-rtmp/sink.ts";
import { startGateway } from "./start-gateway.ts";

const ENOUGH_BYTES = 200_000;
const healthy = ["before", "after"];

describe.skipIf(!hasTools("ffmpeg", "nginx-rtmp"))("targets that fail", () => {
  let stack: AsyncDisposableStack;
  beforeEach(() => {
    stack = new AsyncDisposableStack();
  });
  afterEach(() => stack.disposeAsync());

  test("each says why, and the healthy ones beside them get every frame", async () => {
    const file = await clip("small");
    const sink = stack.use(await nginxRtmp({ sink: { record: true } }));
    const faults = {
      refused: { url: await refusingUrl(), reason: "refused" },
      unresolvable: { url: "rtmp://no-such-host.invalid/live", reason: "dns" },
      "closes at once": { url: stack.use(await closingSink()).url, reason: "closed_by_destination" },
      "never answers": { url: stack.use(await silentSink()).url, reason: "timeout" },
      "black hole": { url: stack.use(await blackHole()).url, reason: "timeout" },
      "wrong certificate": { url: stack.use(await wrongCertificateSink()).url, reason: "tls" },
      "key in use": {
        url: stack.use(await tinyRtmpSink({ refuseWith: "NetStream.Publish.BadName" })).url,
        reason: "key_in_use",
      },
      "never reads": { url: stack.use(await tinyRtmpSink({ stopReadingAfterPublish: true })).url, reason: "stalled" },
      "resets after a second": {
        url: stack.use(await tinyRtmpSink({ resetAfterMs: 1000 })).url,
        reason: "closed_by_destination",
      },
    } as const;
    const halfSpeed = stack.use(await tinyRtmpSink({ bytesPerSecond: 40_000 }));
    const gateway = await startGateway(stack);
    const { api } = gateway;
    const good = (name: string) => ({ name, destination: { url: sink.url("sink"), streamKey: name } });
    const bad = Object.entries(faults).map(([name, { url }]) => ({ name, destination: { url, streamKey: "key" } }));
    const slow = { name: "half speed", destination: { url: halfSpeed.url, streamKey: "key" } };
    const { stream, ingest } = await api.createStream({
      name: "show",
      targets: [good("before"), ...bad, slow, good("after")],
    });

    const encoder = stack.use(await ffmpegPublisher(file, rtmpIngest(ingest).publishUrl));
    const targets = await api.targets(stream.id);
    for (const target of targets) {
      const expected = new Map<string, { reason: string }>(Object.entries(faults)).get(target.name)?.reason;
      await api.waitForTarget(
        target,
        ({ status }) =>
          expected === undefined
            ? status.state === "live"
            : status.state === "retrying" && status.reason?.code === expected,
        40_000,
      );
    }

    const streams = await sink.streams();
    for (const name of healthy) {
      await sink.waitForStream(`sink/${name}`, (streams.get(`sink/${name}`)?.bytesIn ?? 0) + ENOUGH_BYTES);
    }
    await encoder.stop();
    for (const name of healthy) await sink.waitForEnd(`sink/${name}`);
    const source = await readFrames(file);
    for (const name of healthy) {
      const recordings = await sink.recordings(`sink/${name}`);
      expect(recordings, `recordings of ${name}`).toHaveLength(1);
      const result = compareFrames(source, await readFrames(recordings[0] ?? ""));
      expect(result).toMatchObject({ lost: 0, misplaced: 0, foreign: 0, longestRun: result.frames });
      expect(result.frames).toBeGreaterThan(0);
    }
  }, 90_000);
});
