import { createMultistream, type Multistream, type Stream, type Target } from "@polycast/core";
import { selfhost } from "@polycast/selfhost";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type TinyRtmpSink, tinyRtmpSink } from "../harness/tiny-rtmp/sink.ts";
import { waitFor } from "../harness/wait-for.ts";
import { muxCapabilities } from "@polycast/mux";
import { startEncoder } from "./encoder.ts";
import { goLive } from "./go-live.ts";
import { type Board, showStatus } from "./show-status.ts";
import { toggleTarget } from "./toggle-target.ts";

const keys = { Twitch: "live_canary_twitch_key", Ours: "canary-ours-key" };

describe("the usage programs on the relay", () => {
  let cleanup: AsyncDisposableStack;
  let live: Multistream;
  let twitch: TinyRtmpSink;
  let ours: TinyRtmpSink;
  let printed: string;

  beforeEach(async () => {
    cleanup = new AsyncDisposableStack();
    printed = "";
    const log = vi.spyOn(console, "log").mockImplementation((line) => void (printed += `${line}\n`));
    cleanup.defer(() => log.mockRestore());
    twitch = cleanup.use(await tinyRtmpSink());
    ours = cleanup.use(await tinyRtmpSink());
    live = cleanup.use(createMultistream({ provider: selfhost({ rtmpPort: 0, allowPrivateTargets: true }) }));
  });

  afterEach(async () => {
    await cleanup.disposeAsync();
  });

  async function startShow(): Promise<{ stream: Stream; first: Target }> {
    const stream = await goLive(live, [
      { name: "Twitch", destination: { url: rtmp(twitch), streamKey: keys.Twitch } },
      { name: "Ours", destination: { url: rtmp(ours), streamKey: keys.Ours } },
    ]);
    const first = stream.targets?.[0];
    if (!first) throw new Error("The stream has no targets");
    return { stream, first };
  }

  it("go-live prints what the encoder needs, and what it sends arrives everywhere", async () => {
    const { stream } = await startShow();
    const ingest = await live.streams.getIngest(stream.id);
    for (const way of ingest) expect(printed).toContain(way.url);
    for (const key of Object.values(keys)) expect(printed).not.toContain(key);
    expect(printed).toContain("→ Twitch at 127.0.0.1");

    cleanup.use(await startEncoder(ingest));
    expect(await picturesAt(twitch)).toMatchObject({ streamName: keys.Twitch });
    expect(await picturesAt(ours)).toMatchObject({ streamName: keys.Ours });
  });

  it("toggle-target stops one destination in the middle of a show, and brings it back with a keyframe", async () => {
    const { stream, first } = await startShow();
    cleanup.use(await startEncoder(await live.streams.getIngest(stream.id)));
    const before = await picturesAt(twitch);
    const other = await picturesAt(ours);

    expect(await toggleTarget(live, first, false)).toMatch(/^Twitch is switched off, takes effect now; last seen: /u);
    await waitFor("the end of the push", () => before.closed);
    await waitFor("state disabled", async () => (await live.targets.get(first)).status.state === "disabled");
    const seen = other.frames.length;
    await waitFor("more pictures at the other one", () => other.frames.length > seen);

    expect(await toggleTarget(live, first, true)).toMatch(/^Twitch is switched on, takes effect now; last seen: /u);
    const after = await picturesAt(twitch, 1);
    expect(after.frames.find((frame) => frame.coded)?.keyframe).toBe(true);
    expect(ours.connections).toBe(1);
  });

  it("toggle-target says why where the provider has no switch", async () => {
    const adapter = selfhost({ rtmpPort: 0 });
    const muxLike = cleanup.use(createMultistream({ provider: { ...adapter, capabilities: () => muxCapabilities } }));
    const destination = { url: "rtmp://live.example.com/app", streamKey: "k" } as const;
    const { stream } = await muxLike.streams.create({ name: "Show", targets: [{ name: "Twitch", destination }] });
    const sentence = await toggleTarget(muxLike, { streamId: stream.id, id: stream.targets?.[0]?.id ?? "" }, false);
    expect(sentence).toBe("Not possible: a simulcast target has no switch.");
  });

  it("show-status follows a show: connected, broken, switched off", async () => {
    const { stream, first } = await startShow();
    const stop = new AbortController();
    let board: Board = new Map();
    const showing = showStatus(live, stream.id, (next) => (board = next), stop.signal);
    await waitFor("the snapshot", () => board.size === 2);
    expect([...board.values()].map((row) => row.seen)).toEqual(["idle", "idle"]);

    cleanup.use(await startEncoder(await live.streams.getIngest(stream.id)));
    await waitFor("both live", () => [...board.values()].every((row) => row.seen === "live"));

    await twitch[Symbol.asyncDispose]();
    const broken = await waitFor("the fault", () => [...board.values()].find((row) => row.seen === "retrying"));
    expect(broken).toMatchObject({ name: "Twitch", wanted: "on", detail: expect.stringMatching(/\S/u) });
    expect(JSON.stringify([...board])).not.toContain(keys.Twitch);

    await live.targets.disable(first);
    const off = await waitFor("the switch", () => [...board.values()].find((row) => row.seen === "disabled"));
    expect(off).toMatchObject({ name: "Twitch", wanted: "off" });
    stop.abort();
    await showing;
  });
});

/** The publish of this index, once a picture has come over it. */
async function picturesAt(sink: TinyRtmpSink, index = 0): Promise<Awaited<ReturnType<TinyRtmpSink["publish"]>>> {
  const session = await sink.publish(index);
  await waitFor("a picture", () => session.frames.some((frame) => frame.coded));
  return session;
}

function rtmp(sink: TinyRtmpSink): `rtmp://${string}` {
  return `rtmp://${sink.url.slice("rtmp://".length)}`;
}
