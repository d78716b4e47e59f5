import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { checkEvents } from "./testing/check-events.ts";
import { expectUninterrupted } from "./testing/check-frames.ts";
import { withDeadline } from "./testing/deadline.ts";
import { LiveStage, nth } from "./testing/live-stage.ts";
import type { FromMediaWorker, ToMediaWorker } from "./testing/media-worker.ts";
import type { Frame } from "./testing/sink.ts";

const BLOCK_MS = 2_000;

/** Both ends of the media, in a thread of their own. */
async function openMedia() {
  const worker = new Worker(new URL("./testing/media-worker.ts", import.meta.url));
  const next = async (): Promise<FromMediaWorker> => {
    const [message] = await withDeadline("the media's thread", once(worker, "message"));
    return message as FromMediaWorker;
  };
  const send = (message: ToMediaWorker): void => worker.postMessage(message);
  const ready = await next();
  if (ready.type !== "ready") throw new Error("the media's thread is not ready");
  return {
    url: ready.url,
    send,
    async frames(): Promise<Frame[]> {
      send({ type: "report" });
      const report = await next();
      return report.type === "report" ? report.frames : [];
    },
    [Symbol.asyncDispose]: async () => void (await worker.terminate()),
  };
}

test("while the thread that owns the relay stands still for two seconds, no frame is lost or held up", async () => {
  await using stage = await LiveStage.open();
  await using media = await openMedia();
  const { ingest, targets } = await stage.stream(media.url);
  media.send({ type: "publish", ingest });
  await stage.watch.is(nth(targets, 0), "live");

  const from = Date.now();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCK_MS);
  const to = Date.now();

  const frames = await media.frames();
  expectUninterrupted({ streamKey: "", messages: 0, frames });
  const meanwhile = frames.filter(({ arrivedAt }) => arrivedAt > from && arrivedAt < to);
  // Some 50 were sent. That most of them came while nobody could have helped is the point, not how many.
  expect(meanwhile.length).toBeGreaterThan(25);
  await stage.live.streams.end(nth(targets, 0).streamId);
  await stage.watch.is(nth(targets, 0), "idle");
  expect(stage.watch.statesOf(nth(targets, 0))).toEqual(["idle", "connecting", "live", "idle"]);
  checkEvents(stage.watch.events);
});
