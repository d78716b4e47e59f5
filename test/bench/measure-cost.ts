import { setTimeout as delay } from "node:timers/promises";
import { ffmpegPublisher } from "../harness/ffmpeg-publisher.ts";
import { readFrames } from "../harness/frames.ts";
import type { NginxRtmp } from "../harness/nginx-rtmp.ts";
import { onCpuNs, pssBytes } from "../harness/process-cpu.ts";
import { waitFor } from "../harness/wait-for.ts";
import type { Design, RtmpTarget } from "./design.ts";

/** What one design did with one number of targets. */
export type Cost = {
  design: string;
  targets: number;
  /** Of one core, over all of the relay's processes, its ingest included. */
  cpuPercent: number;
  pssBytes: number;
  /** From the publisher's start until media had reached every target. */
  allLiveMs: number;
  /** What the slowest and the fastest target got, as a share of the source's rate. 1 is everything. */
  delivered: { min: number; max: number };
};

const ALL_LIVE_DEADLINE_MS = 60_000;
/** Long enough for a just-in-time compiler to have settled, and for nginx nothing changes. */
const WARM_UP_MS = 10_000;

/** Runs one cell: relay, publisher, all targets live, warm-up, then a window in which nobody asks the relay anything. */
export async function measureCost(
  design: Design,
  targets: number,
  { sink, file, seconds }: { sink: NginxRtmp; file: string; seconds: number },
): Promise<Cost> {
  const list = Array.from({ length: targets }, (_, index): RtmpTarget => ({
    url: sink.url("sink"),
    streamKey: `t${targets}-${index}`,
  }));
  await using relay = await design.start(list);
  const startedAt = performance.now();
  await using _publisher = await ffmpegPublisher(file, relay.publishUrl);
  const received = async (): Promise<number[]> => {
    const streams = await sink.streams();
    return list.map(({ streamKey }) => streams.get(`sink/${streamKey}`)?.bytesIn ?? 0);
  };
  const allLive = async (): Promise<boolean> => (await received()).every((bytes) => bytes > 0);
  await waitFor(`${targets} targets of ${design.name} to be live`, allLive, ALL_LIVE_DEADLINE_MS);
  const allLiveMs = performance.now() - startedAt;
  await delay(WARM_UP_MS);

  const pids = await relay.pids();
  const snapshot = async () => ({
    cpuNs: sum(await Promise.all(pids.map(onCpuNs))),
    bytes: await received(),
    at: performance.now(),
  });
  const before = await snapshot();
  await delay(seconds * 1000);
  const after = await snapshot();

  const elapsedMs = after.at - before.at;
  const expected = (await sourceBytesPerSecond(file)) * (elapsedMs / 1000);
  const shares = after.bytes.map((bytes, index) => (bytes - (before.bytes[index] ?? 0)) / expected);
  return {
    design: design.name,
    targets,
    cpuPercent: ((after.cpuNs - before.cpuNs) / 1e6 / elapsedMs) * 100,
    pssBytes: sum(await Promise.all(pids.map(pssBytes))),
    allLiveMs,
    delivered: { min: Math.min(...shares), max: Math.max(...shares) },
  };
}

async function sourceBytesPerSecond(file: string): Promise<number> {
  const frames = (await readFrames(file)).filter((frame) => frame.coded);
  const durationMs = Math.max(...frames.map((frame) => frame.timestamp));
  return sum(frames.map((frame) => frame.size)) / (durationMs / 1000);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
