import type { TargetStatus } from "@polycast/core/provider";
import { FlushTimer } from "../../hub/flush-timer.ts";
import { StreamHub } from "../../hub/stream-hub.ts";
import { media } from "../../hub/testing/media.ts";
import { createManualClock } from "../../testing/manual-clock.ts";
import type { PushDestination } from "../destination.ts";
import { KernelSendQueue } from "../kernel-send-queue.ts";
import { TargetPusher } from "../target-pusher.ts";
import { FakeDestination } from "./fake-destination.ts";

export const streamKey = "sk_canary_0123456789";

/** A stream with one target, in a world where time passes only when the test says so. */
export function createStage(destination: Partial<PushDestination> = {}) {
  const clock = createManualClock();
  const hub = new StreamHub({ clock, flushTimer: new FlushTimer({ clock, intervalMs: 50 }) });
  const peer = new FakeDestination();
  const reports: TargetStatus[] = [];
  const logged: unknown[] = [];
  const place: PushDestination = {
    protocol: "rtmp",
    host: "live.example",
    port: 1935,
    app: "app",
    tcUrl: "rtmp://live.example/app",
    streamKey,
    ...destination,
  };
  const pusher = new TargetPusher({
    source: hub,
    destination: place,
    dial: peer.dial,
    sendQueue: new KernelSendQueue({ clock, lookUp: peer.lookUp }),
    clock,
    random: () => 1,
    onStatus: (status) => void reports.push(status),
    log: (...entry) => void logged.push(entry),
  });

  let at = 0;
  /** Lets time pass in steps of 50 ms, with a frame in each while the encoder delivers. */
  const run = async (ms: number, delivers = true): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 50) {
      clock.advance(50);
      at += 50;
      if (delivers) hub.media(at % 1000 === 0 ? media.keyframe(at, at, 500) : media.frame(at, at, 500));
      await settle();
    }
  };
  /** The encoder begins: set-up and a keyframe. */
  const goLive = async (): Promise<void> => {
    hub.publisherStarted();
    for (const message of [media.metadata(), media.videoHeader(), media.audioHeader()]) hub.media(message);
    hub.media(media.keyframe(at, 0, 500));
    await settle();
  };
  const states = (): string[] => reports.map(({ state, reason }) => (reason ? `${state}/${reason.code}` : state));
  return { clock, hub, peer, pusher, place, reports, logged, run, settle, goLive, states };
}

/** Lets promises that are due run. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
