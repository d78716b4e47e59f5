import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { inState } from "../harness/api.ts";
import { clip } from "../harness/clip.ts";
import { compareFrames } from "../harness/compare-frames.ts";
import { ffmpegPublisher } from "../harness/ffmpeg-publisher.ts";
import { readFrames } from "../harness/frames.ts";
import { nginxRtmp } from "../harness/nginx-rtmp.ts";
import { hasTools } from "../harness/require-tool.ts";
import { rtmpIngest } from "../harness/rtmp-ingest.ts";
import { waitFor } from "../harness/wait-for.ts";
import { startGateway } from "./start-gateway.ts";

const ENOUGH_BYTES = 100_000;

describe.skipIf(!hasTools("ffmpeg", "nginx-rtmp"))("ingest from FFmpeg", () => {
  let stack: AsyncDisposableStack;
  beforeEach(() => {
    stack = new AsyncDisposableStack();
  });
  afterEach(() => stack.disposeAsync());

  test("an unknown stream key is refused, and the log says so without the key", async () => {
    const gateway = await startGateway(stack);
    const { stream, ingest } = await gateway.api.createStream({ name: "show" });
    const unknownKey = "guessed-7fQ2mXw9";

    const encoder = stack.use(await ffmpegPublisher(await clip("small"), `${rtmpIngest(ingest).url}/${unknownKey}`));

    expect(await encoder.exited).not.toBe(0);
    await waitFor("the refusal in the log", () => /refused.*unknown stream key/iu.test(gateway.logs()));
    expect(gateway.logs()).not.toContain(unknownKey);
    expect((await gateway.api.stream(stream.id)).status.state).toBe("idle");
  });

  test("after kill -9 and a restart the returning encoder finds its stream, key and targets", async () => {
    const file = await clip("small");
    const sink = stack.use(await nginxRtmp({ sink: {} }));
    const gateway = await startGateway(stack);
    const { api } = gateway;
    const { stream, ingest } = await api.createStream({
      name: "show",
      reference: "ref-1",
      targets: [{ name: "a", destination: { url: sink.url("sink"), streamKey: "a" } }],
    });
    const added = await api.createTarget(stream.id, {
      name: "b",
      destination: { url: sink.url("sink"), streamKey: "b" },
      enabled: false,
    });
    await api.updateTarget(added, { enabled: true });
    const encoder = stack.use(await ffmpegPublisher(file, rtmpIngest(ingest).publishUrl));
    for (const name of ["a", "b"]) await sink.waitForStream(`sink/${name}`, ENOUGH_BYTES);
    const wishes = async () =>
      (await api.targets(stream.id)).map(({ id, name, enabled, destination }) => ({ id, name, enabled, destination }));
    const before = await wishes();

    await gateway.kill();
    for (const name of ["a", "b"]) await sink.waitForEnd(`sink/${name}`);
    expect(await encoder.exited).not.toBe(0);
    await gateway.start();

    expect((await api.streams()).map(({ id, name, reference }) => ({ id, name, reference }))).toEqual([
      { id: stream.id, name: "show", reference: "ref-1" },
    ]);
    expect(await wishes()).toEqual(before);
    expect(await api.ingest(stream.id)).toEqual(ingest);
    stack.use(await ffmpegPublisher(file, rtmpIngest(ingest).publishUrl));
    for (const name of ["a", "b"]) await sink.waitForStream(`sink/${name}`, ENOUGH_BYTES);
    for (const target of await api.targets(stream.id)) await api.waitForTarget(target, inState("live"));
  }, 60_000);

  test("an encoder that delivers keeps its place against a second one with its key", async () => {
    const file = await clip("small");
    const sink = stack.use(await nginxRtmp({ sink: { record: true } }));
    const gateway = await startGateway(stack);
    const { ingest } = await gateway.api.createStream({
      name: "show",
      targets: [{ name: "a", destination: { url: sink.url("sink"), streamKey: "a" } }],
    });
    const first = stack.use(await ffmpegPublisher(file, rtmpIngest(ingest).publishUrl));
    const { bytesIn } = await sink.waitForStream("sink/a", ENOUGH_BYTES);

    const second = stack.use(await ffmpegPublisher(file, rtmpIngest(ingest).publishUrl));
    expect(await second.exited).not.toBe(0);
    await sink.waitForStream("sink/a", bytesIn + ENOUGH_BYTES);
    await first.stop();
    await sink.waitForEnd("sink/a");

    const recordings = await sink.recordings("sink/a");
    expect(recordings).toHaveLength(1);
    const result = compareFrames(await readFrames(file), await readFrames(recordings[0] ?? ""));
    expect(result).toMatchObject({ lost: 0, misplaced: 0, foreign: 0 });
  }, 60_000);

  test("an encoder that has frozen over an open connection is replaced by the next one with its key", async () => {
    const file = await clip("small");
    const sink = stack.use(await nginxRtmp({ sink: {} }));
    const gateway = await startGateway(stack);
    const { stream, ingest } = await gateway.api.createStream({
      name: "show",
      targets: [{ name: "a", destination: { url: sink.url("sink"), streamKey: "a" } }],
    });
    const [target] = await gateway.api.targets(stream.id);
    if (target === undefined) throw new Error("The stream has no target");
    const frozen = stack.use(await ffmpegPublisher(file, rtmpIngest(ingest).publishUrl));
    await sink.waitForStream("sink/a", ENOUGH_BYTES);

    frozen.signal("SIGSTOP");
    await gateway.api.waitForStream(stream.id, "reconnecting");
    await gateway.api.waitForTarget(target, inState("idle"));
    stack.use(await ffmpegPublisher(file, rtmpIngest(ingest).publishUrl));

    await gateway.api.waitForStream(stream.id, "live");
    await gateway.api.waitForTarget(target, inState("live"));
    const { bytesIn } = await sink.waitForStream("sink/a");
    await sink.waitForStream("sink/a", bytesIn + ENOUGH_BYTES);
    frozen.signal("SIGCONT");
    expect(await frozen.exited, "the replaced encoder finds its connection closed").not.toBe(0);
    expect((await gateway.api.stream(stream.id)).status.state).toBe("live");
  }, 60_000);
});
