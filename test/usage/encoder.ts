import type { Ingest } from "@polycast/core";
import { type FrameWithBody, toFrame } from "../harness/frames.ts";
import { tinyRtmpPublisher } from "../harness/tiny-rtmp/publisher.ts";

const VIDEO = 9;
const FRAME_MS = 40;
const GROUP = 10;
const codecHeader = Buffer.from("1700000000014d401fffe10004674d401f01000468ee3c80", "hex");

/** An encoder that is disposed goes without a goodbye; one that is ended says it. */
export type Encoder = AsyncDisposable & { end(): Promise<void> };

/** An encoder at an ingest that sends small pictures, a keyframe every 0.4 s, until it is ended or disposed. */
export async function startEncoder(ingest: readonly Ingest[]): Promise<Encoder> {
  const way = ingest.find(({ protocol }) => protocol === "rtmp");
  if (way?.protocol !== "rtmp") throw new Error("The stream has no RTMP ingest");
  const publisher = await tinyRtmpPublisher(way.url, way.streamKey);
  const stop = new AbortController();
  const sending = (async () => {
    await publisher.send([toFrame(VIDEO, 0, codecHeader)]);
    for (let group = 0; !stop.signal.aborted; group += 1) await publisher.send(groupOfPictures(group));
  })();
  const leave = async (go: () => PromiseLike<void>): Promise<void> => {
    stop.abort();
    await sending;
    await go();
  };
  return {
    end: () => leave(() => publisher.end()),
    [Symbol.asyncDispose]: () => leave(() => publisher[Symbol.asyncDispose]()),
  };
}

function groupOfPictures(group: number): FrameWithBody[] {
  const start = group * GROUP * FRAME_MS;
  return Array.from({ length: GROUP }, (_, index) => {
    const body = Buffer.alloc(1000, index + 1);
    body.set([index === 0 ? 0x17 : 0x27, 1, 0, 0, 0]);
    return toFrame(VIDEO, start + index * FRAME_MS, body);
  });
}
