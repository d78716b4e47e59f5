import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type FrameWithBody, toFrame } from "../frames.ts";
import { waitFor } from "../wait-for.ts";
import { tinyRtmpPublisher } from "./publisher.ts";
import { tinyRtmpSink } from "./sink.ts";

const video = (timestamp: number, length: number): FrameWithBody => {
  const body = Buffer.alloc(length, timestamp % 251);
  body.set([0x27, 1]);
  return toFrame(9, timestamp, body);
};

describe("the tiny RTMP peers", () => {
  let stack: AsyncDisposableStack;
  beforeEach(() => {
    stack = new AsyncDisposableStack();
  });
  afterEach(() => stack.disposeAsync());

  test.each([0, 0xffffff - 1, 0xffffff, 2 ** 32 - 1])("carry the timestamp %d and the next", async (first) => {
    const sink = stack.use(await tinyRtmpSink({ messageStreamId: 5 }));
    const publisher = stack.use(await tinyRtmpPublisher(sink.url, "key?with=query"));
    const sent = [video(first, 5), video((first + 1) % 2 ** 32, 10_000)];
    await publisher.send(sent);
    const session = await sink.publish();
    await waitFor("both frames", () => session.frames.length === sent.length);
    expect(session.frames).toEqual(sent.map(({ body: _, ...frame }) => frame));
    expect(session).toMatchObject({ app: "live", streamName: "key?with=query", messageStreamIds: new Set([5]) });
  });

  test("refuse and are refused", async () => {
    const sink = stack.use(await tinyRtmpSink({ refuseWith: "NetStream.Publish.BadName" }));
    await expect(tinyRtmpPublisher(sink.url, "key")).rejects.toThrow("NetStream.Publish.BadName");
    expect(sink.sessions).toEqual([]);
  });

  test("stop reading when told to", async () => {
    const sink = stack.use(await tinyRtmpSink({ stopReadingAfterPublish: true }));
    const publisher = stack.use(await tinyRtmpPublisher(sink.url, "key"));
    const session = await sink.publish();
    await publisher.send([video(0, 100)]);
    await publisher[Symbol.asyncDispose]();
    expect(session.frames).toEqual([]);
  });
});
