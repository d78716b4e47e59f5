import { parentPort } from "node:worker_threads";
import { Encoder, type EncoderIngest } from "./encoder.ts";
import { type Frame, Sink } from "./sink.ts";

/** To the thread that holds a destination and an encoder. */
export type ToMediaWorker = { type: "publish"; ingest: EncoderIngest } | { type: "report" };

/** From it. */
export type FromMediaWorker = { type: "ready"; url: `rtmp://${string}` } | { type: "report"; frames: Frame[] };

// Media at both ends of a relay, in a thread of its own: whatever the test's thread does, frames come and go.
const port = parentPort;
if (!port) throw new Error("This file is the entry of a thread.");
const post = (message: FromMediaWorker): void => port.postMessage(message);

const sink = await Sink.open();
port.on("message", (message: ToMediaWorker) => {
  if (message.type === "publish") void Encoder.start(message.ingest);
  else post({ type: "report", frames: sink.publications.flatMap(({ frames }) => frames) });
});
post({ type: "ready", url: sink.url });
