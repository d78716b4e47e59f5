import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { clip } from "../harness/clip.ts";
import { compareFrames } from "../harness/compare-frames.ts";
import { ffmpegPublisher } from "../harness/ffmpeg-publisher.ts";
import { readFrames } from "../harness/frames.ts";
import { nginxRtmp } from "../harness/nginx-rtmp.ts";
import { hasTools } from "../harness/require-tool.ts";
import { rtmpIngest } from "../harness/rtmp-ingest.ts";
import { waitFor } from "../harness/wait-for.ts";
import { startGateway } from "./start-gateway.ts";

const ENOUGH_BYTES = 50_000;
const names = ["a", "b"];

describe.skipIf(!hasTools("ffmpeg", "nginx-rtmp"))("the thread of the API", () => {
  let stack: AsyncDisposableStack;
  beforeEach(() => {
    stack = new AsyncDisposableStack();
  });
  afterEach(() => stack.disposeAsync());

  test("may stand still for three seconds, and media flows on", async () => {
    const file = await clip("small");
    const sink = stack.use(await nginxRtmp({ sink: { record: true } }));
    const preload = new URL("../harness/block-main-thread.ts", import.meta.url);
    const gateway = await startGateway(stack, { preload });
    const { stream, ingest } = await gateway.api.createStream({
      name: "show",
      targets: names.map((name) => ({ name, destination: { url: sink.url("sink"), streamKey: name } })),
    });
    const encoder = stack.use(await ffmpegPublisher(file, rtmpIngest(ingest).publishUrl));
    for (const name of names) await sink.waitForStream(`sink/${name}`, ENOUGH_BYTES);

    gateway.signal("SIGUSR2");
    await waitFor("the block to begin", () => gateway.logs().includes("main thread blocked"));
    const answered = gateway.api.stream(stream.id).then(() => gateway.logs().includes("main thread unblocked"));
    const streams = await sink.streams();
    for (const name of names) {
      await sink.waitForStream(`sink/${name}`, (streams.get(`sink/${name}`)?.bytesIn ?? 0) + ENOUGH_BYTES);
    }
    expect(gateway.logs(), "media arrived while the API stood still").not.toContain("main thread unblocked");
    expect(await answered, "the API answered only afterwards").toBe(true);

    for (const name of names) {
      const { bytesIn } = await sink.waitForStream(`sink/${name}`);
      await sink.waitForStream(`sink/${name}`, bytesIn + ENOUGH_BYTES);
    }
    await encoder.stop();
    for (const name of names) await sink.waitForEnd(`sink/${name}`);
    const source = await readFrames(file);
    for (const name of names) {
      const recordings = await sink.recordings(`sink/${name}`);
      expect(recordings, `recordings of ${name}`).toHaveLength(1);
      const result = compareFrames(source, await readFrames(recordings[0] ?? ""));
      expect(result).toMatchObject({ lost: 0, misplaced: 0, foreign: 0, longestRun: result.frames });
    }
  }, 60_000);
});
