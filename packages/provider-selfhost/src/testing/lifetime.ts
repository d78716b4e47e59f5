import { createMultistream } from "@polycast/core";
import { selfhost } from "../selfhost.ts";
import { Encoder } from "./encoder.ts";
import { Sink } from "./sink.ts";

// A process that ends when nothing keeps it alive any more, and says how many threads it has started.
let threads = 0;
process.on("worker", () => threads++);
process.on("exit", () => process.stdout.write(`${threads} threads`));

const live = createMultistream({ provider: selfhost({ host: "127.0.0.1", rtmpPort: 0, allowPrivateTargets: true }) });

async function look(): Promise<void> {
  await live.capabilities();
  await live.can("target.enable");
  await live.streams.list();
  await live.streams.get("nobody").catch(() => undefined);
  await live.streams.delete("nobody");
}

async function goLive(): Promise<void> {
  await using sink = await Sink.open();
  const destination = { url: sink.url, streamKey: "key" };
  const { ingest } = await live.streams.create({ name: "Show", targets: [{ name: "a", destination }] });
  const [first] = ingest;
  if (first?.protocol !== "rtmp") throw new Error("there is no RTMP ingest");
  const encoder = await Encoder.start(first);
  await sink.more(3);
  await live.close();
  await encoder.closed;
}

await look();
if (process.argv[2] === "live") await goLive();
