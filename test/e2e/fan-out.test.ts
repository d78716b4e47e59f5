import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { inState } from "../harness/api.ts";
import { clip } from "../harness/clip.ts";
import { compareFrames } from "../harness/compare-frames.ts";
import { ffmpegPublisher } from "../harness/ffmpeg-publisher.ts";
import { readFrames } from "../harness/frames.ts";
import { nginxRtmp } from "../harness/nginx-rtmp.ts";
import { hasTools } from "../harness/require-tool.ts";
import { rtmpIngest } from "../harness/rtmp-ingest.ts";
import { startGateway } from "./start-gateway.ts";

const ENOUGH_BYTES = 200_000;

describe.skipIf(!hasTools("ffmpeg", "nginx-rtmp"))("fan-out from FFmpeg to nginx-rtmp", () => {
  let stack: AsyncDisposableStack;
  beforeEach(() => {
    stack = new AsyncDisposableStack();
  });
  afterEach(() => stack.disposeAsync());

  test("three targets get every frame, and one is switched off and on without the others noticing", async () => {
    const file = await clip("small");
    const sink = stack.use(await nginxRtmp({ sink: { record: true } }));
    const gateway = await startGateway(stack);
    const { api } = gateway;
    const { stream, ingest } = await api.createStream({
      name: "show",
      targets: ["a", "b", "c"].map((name) => ({ name, destination: { url: sink.url("sink"), streamKey: name } })),
    });
    expect(stream.status.state).toBe("idle");

    const encoder = stack.use(await ffmpegPublisher(file, rtmpIngest(ingest).publishUrl));
    for (const name of ["a", "b", "c"]) await sink.waitForStream(`sink/${name}`, ENOUGH_BYTES);
    await api.waitForStream(stream.id, "live");
    const targets = await api.targets(stream.id);
    for (const target of targets) await api.waitForTarget(target, inState("live"));
    const toggled = targets.find(({ name }) => name === "b");
    if (toggled === undefined) throw new Error("The stream has no target b");

    const offAt = performance.now();
    await api.updateTarget(toggled, { enabled: false });
    await sink.waitForEnd("sink/b");
    console.info(`switched off: gone from the sink after ${(performance.now() - offAt).toFixed(0)} ms`);
    await api.waitForTarget(toggled, inState("disabled"));
    const others = await sink.streams();
    for (const name of ["sink/a", "sink/c"]) {
      await sink.waitForStream(name, (others.get(name)?.bytesIn ?? 0) + ENOUGH_BYTES);
    }
    expect((await sink.streams()).get("sink/b")?.publishing ?? false).toBe(false);

    const onAt = performance.now();
    await api.updateTarget(toggled, { enabled: true });
    await sink.waitForStream("sink/b");
    console.info(`switched on: first media at the sink after ${(performance.now() - onAt).toFixed(0)} ms`);
    await api.waitForTarget(toggled, inState("live"));
    await sink.waitForStream("sink/b", ENOUGH_BYTES);

    await encoder.stop();
    for (const name of ["a", "b", "c"]) await sink.waitForEnd(`sink/${name}`);
    await api.waitForStream(stream.id, "idle");
    for (const target of targets) await api.waitForTarget(target, inState("idle"));
    const events = await api.events(stream.id);
    const facts = (name: string) =>
      events.flatMap((event) =>
        "target" in event.data && event.data.target.name === name && event.source === "relay" ? [event.type] : [],
      );
    const once = ["target.connecting", "target.live", "target.idle"];
    expect(facts("a")).toEqual(once);
    expect(facts("c")).toEqual(once);
    expect(facts("b").filter((type) => type !== "target.idle" && type !== "target.connecting")).toEqual([
      "target.live",
      "target.disabled",
      "target.live",
    ]);
    expect(await gateway.stop()).toBe(0);

    const source = await readFrames(file);
    for (const [name, publishes] of Object.entries({ a: 1, b: 2, c: 1 })) {
      const recordings = await sink.recordings(`sink/${name}`);
      expect(recordings, `recordings of ${name}`).toHaveLength(publishes);
      for (const recording of recordings) {
        const result = compareFrames(source, await readFrames(recording));
        const { frames } = result;
        expect(frames).toBeGreaterThan(0);
        expect(result).toEqual({
          frames,
          longestRun: frames,
          lost: 0,
          misplaced: 0,
          foreign: 0,
          startsWithKeyframe: true,
        });
      }
    }
  }, 90_000);
});
