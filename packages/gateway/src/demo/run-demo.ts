import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ingest } from "@polycast/core";
import type { Gateway } from "../create-gateway.ts";
import { DemoApi } from "./api.ts";
import { LocalSink } from "./local-sink.ts";
import { type PatternPublisher, publishPattern } from "./pattern-publisher.ts";
import { keepDrawing, play, type Scene, targetNames } from "./scenario.ts";
import { Screen } from "./screen.ts";
import { startDemoGateway } from "./start-demo-gateway.ts";

export type DemoOptions = {
  /** End after the story instead of staying up. */
  once: boolean;
  signal: AbortSignal;
};

/**
 * The first five minutes, offline: a gateway with its relay, an encoder and two platforms, all in this process.
 *
 * @throws Error that says what went wrong; the signal's reason when it aborts
 */
export async function runDemo({ once, signal }: DemoOptions): Promise<void> {
  const screen = new Screen();
  const dataDir = await mkdtemp(join(tmpdir(), "polycast-demo-"));
  const sinks = { solid: new LocalSink(), brittle: new LocalSink() };
  const apiKey = "pcsk_demo_key_of_this_machine_only_000000000000000";
  let gateway: Gateway | undefined;
  let encoder: PatternPublisher | undefined;
  try {
    await sinks.solid.open();
    await sinks.brittle.open();
    gateway = await startDemoGateway({ dataDir, apiKey, anyPort: once });
    const base = `http://127.0.0.1:${gateway.address.http}`;
    const api = new DemoApi(base, apiKey);
    screen.say(`Polycast is up at ${base}: a gateway, its relay, two platforms and an encoder, all on this machine.`);
    const keys = { steady: "steady-stream-key", switched: "switched-stream-key", fragile: "fragile-stream-key" };
    const { stream, ingest } = await api.createStream({
      name: "Demo",
      targets: [
        { name: targetNames.steady, destination: { url: sinks.solid.url, streamKey: keys.steady } },
        { name: targetNames.switched, destination: { url: sinks.solid.url, streamKey: keys.switched } },
        { name: targetNames.fragile, destination: { url: sinks.brittle.url, streamKey: keys.fragile } },
      ],
    });
    const address = rtmpOf(ingest);
    encoder = await publishPattern(address);
    const scene: Scene = { api, screen, streamId: stream.id, sinks, keys, signal };
    await Promise.race([play(scene), encoder.failed.then((error) => Promise.reject(error))]);
    if (once) return;
    screen.say(howToGoOn(base, apiKey, stream.id, address));
    await keepDrawing(scene);
  } finally {
    screen.keep();
    await encoder?.stop();
    await gateway?.close();
    await Promise.all([sinks.solid.break(), sinks.brittle.break()]);
    await rm(dataDir, { recursive: true, force: true });
  }
}

type RtmpAddress = { url: string; streamKey: string };

function rtmpOf(ingest: Ingest[]): RtmpAddress {
  const address = ingest.find((candidate) => candidate.protocol === "rtmp");
  if (address?.protocol !== "rtmp") throw new Error("The stream has no RTMP ingest.");
  return address;
}

function howToGoOn(base: string, apiKey: string, streamId: string, ingest: RtmpAddress): string {
  return `
It stays up until Ctrl-C. Try it:

  curl -s -H "Authorization: Bearer ${apiKey}" ${base}/v1/streams/${streamId}

Your own encoder instead of the pattern: create a stream, then

  OBS      Settings → Stream → Custom…   Server: ${ingest.url}   Stream Key: of the new stream
  FFmpeg   ffmpeg -re -i clip.mp4 -c:v libx264 -g 60 -c:a aac -f flv ${ingest.url}/<stream key>

  curl -s -X POST ${base}/v1/streams -H "Authorization: Bearer ${apiKey}" \\
    -H "Content-Type: application/json" -d '{"name":"My show"}'
`;
}
