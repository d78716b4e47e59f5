import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { clip } from "../harness/clip.ts";
import { type FrameWithBody, readFrames } from "../harness/frames.ts";
import { hasTools } from "../harness/require-tool.ts";
import { rtmpIngest } from "../harness/rtmp-ingest.ts";
import { tinyRtmpPublisher } from "../harness/tiny-rtmp/publisher.ts";
import { tinyRtmpSink } from "../harness/tiny-rtmp/sink.ts";
import { waitFor } from "../harness/wait-for.ts";
import { startGateway } from "./start-gateway.ts";

const DURATION_MS = 3_000;
/** Sent before the target is connected; still on the near side of the boundary. */
const HEAD_MS = 200;

/** What the wire says of a frame that carries picture or sound. */
const coded = (frames: readonly { type: string; timestamp: number; sha1: string; coded: boolean }[]) =>
  frames.filter((frame) => frame.coded).map(({ type, timestamp, sha1 }) => ({ type, timestamp, sha1 }));

const shift = (frame: FrameWithBody, byMs: number): FrameWithBody => ({
  ...frame,
  timestamp: (frame.timestamp + byMs) % 2 ** 32,
});

describe.skipIf(!hasTools("ffmpeg"))("timestamps on the wire", () => {
  let stack: AsyncDisposableStack;
  beforeEach(() => {
    stack = new AsyncDisposableStack();
  });
  afterEach(() => stack.disposeAsync());

  test.each([
    { start: 0xffff00, boundary: 0xffffff, name: "the extended timestamp" },
    { start: 0xffffff00, boundary: 2 ** 32, name: "the wrap of 32 bits" },
  ])(
    "pass $name at a sink with message stream id 5",
    async ({ start, boundary }) => {
      const sink = stack.use(await tinyRtmpSink({ messageStreamId: 5 }));
      const gateway = await startGateway(stack);
      const { ingest } = await gateway.api.createStream({
        name: "long show",
        targets: [{ name: "a", destination: { url: sink.url, streamKey: "key" } }],
      });
      const clipFrames = (await readFrames(await clip("small"))).filter((frame) => frame.timestamp < DURATION_MS);
      const headLength = clipFrames.findIndex((frame) => frame.timestamp >= HEAD_MS);
      const frames = clipFrames.map((frame) => shift(frame, start));
      expect(start + HEAD_MS, "the boundary lies between the first part and the end").toBeLessThan(boundary);
      expect(start + DURATION_MS).toBeGreaterThan(boundary);

      const { url, streamKey } = rtmpIngest(ingest);
      const encoder = stack.use(await tinyRtmpPublisher(url, streamKey));
      await encoder.send(frames.slice(0, headLength));
      const session = await sink.publish();
      await waitFor("the first picture", () => session.frames.some(({ keyframe }) => keyframe));
      await encoder.send(frames.slice(headLength));
      const last = frames.findLast((frame) => frame.coded)?.sha1;
      await waitFor("the last frame", () => session.frames.some(({ sha1 }) => sha1 === last));

      // A target begins with a keyframe; the clip has a moment of sound before its first.
      const firstKeyframe = frames.findIndex((frame) => frame.keyframe);
      expect(coded(session.frames)).toEqual(coded(frames.slice(firstKeyframe)));
      expect(session.messageStreamIds).toEqual(new Set([5]));
      expect(sink.sessions).toHaveLength(1);
    },
    60_000,
  );
});
