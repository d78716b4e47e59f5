/** Go live on three platforms at once: `node go-live.ts`, then start the encoder. @module */
import { once } from "node:events";
import { createMultistream, type CreateTargetInput, type Multistream, type Stream } from "@polycast/core";
import { selfhost } from "@polycast/selfhost";

/** Creates the stream and prints what the encoder needs. */
export async function goLive(live: Multistream, targets: CreateTargetInput[]): Promise<Stream> {
  const { stream, ingest } = await live.streams.create({ name: "Friday show", targets });

  console.log(`${stream.name} is ready on ${stream.provider}. In the encoder, set`);
  for (const way of ingest) {
    if (way.protocol === "srt") console.log(`  server ${way.url}`);
    else console.log(`  server ${way.url}  key ${way.streamKey}`);
  }
  for (const target of stream.targets ?? []) {
    console.log(`  → ${target.name} at ${target.destination.host}: ${target.status.state}`);
  }
  return stream;
}

if (import.meta.main) {
  await using live = createMultistream({ provider: selfhost() });
  await goLive(live, [
    { name: "Twitch", destination: { preset: "twitch", streamKey: secret("TWITCH_KEY") } },
    { name: "YouTube", destination: { preset: "youtube", streamKey: secret("YOUTUBE_KEY") } },
    { name: "Our site", destination: { url: "rtmps://live.example.com/app", streamKey: secret("SITE_KEY") } },
  ]);
  // The relay runs in this process: it pushes until the process ends.
  await once(process, "SIGINT");
}

function secret(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`Set ${name}.`);
  return value;
}
