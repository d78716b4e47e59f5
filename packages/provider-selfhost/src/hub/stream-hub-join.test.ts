import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MediaMessage } from "../rtmp/message.ts";
import { createManualClock } from "../testing/manual-clock.ts";
import type { Batch, WireFormat } from "./batch.ts";
import { FlushTimer } from "./flush-timer.ts";
import type { Subscription } from "./media-source.ts";
import { StreamHub } from "./stream-hub.ts";
import { decode, media } from "./testing/media.ts";

const formats: readonly WireFormat[] = [
  { messageStreamId: 1, chunkSize: 4096 },
  { messageStreamId: 5, chunkSize: 700 },
];
const acts = ["frame", "audio", "keyframe", "tick", "join", "join other", "leave", "header", "big frame"] as const;
type Act = (typeof acts)[number];

/** A target from its join to its leave, both as numbers of messages sent by then. */
type Target = {
  format: WireFormat;
  subscription: Subscription;
  live: Batch[];
  from: number;
  until?: number;
};

/** Plays a publisher's and its targets' acts against a hub with tight bounds. */
function play(script: readonly Act[], withVideo: boolean): { sent: MediaMessage[]; targets: Target[] } {
  const clock = createManualClock();
  const gop = { maxBytes: 600_000, maxMs: 3000, audioTailMs: 300 };
  const hub = new StreamHub({ clock, flushTimer: new FlushTimer({ clock, intervalMs: 50 }), gop });
  const sent: MediaMessage[] = [];
  const targets: Target[] = [];
  let needsKeyframe = true;
  const send = (message: MediaMessage): void => {
    sent.push(message);
    hub.media(message);
  };
  const join = (format: WireFormat | undefined): void => {
    if (!format) return;
    const live: Batch[] = [];
    const subscription = hub.join(format, { deliver: (batch) => void live.push(batch) });
    targets.push({ format, subscription, live, from: sent.length });
  };
  const leave = (): void => {
    const target = targets.find(({ until }) => until === undefined);
    if (!target) return;
    hub.flush();
    target.subscription.leave();
    target.until = sent.length;
  };
  const sendVideo = (act: Act, at: number, tag: number): void => {
    if (!withVideo) return;
    if (act === "keyframe" || needsKeyframe) send(media.keyframe(at, tag));
    else send(media.frame(at, tag, act === "big frame" ? 300_000 : 0));
    needsKeyframe = false;
  };

  hub.publisherStarted();
  if (withVideo) send(media.videoHeader());
  for (const [index, act] of script.entries()) {
    const at = (index + 1) * 20;
    if (act === "tick") clock.advance(50);
    else if (act === "audio") send(media.audio(at, index));
    else if (act === "header") send(media.audioHeader(index, at));
    else if (act === "join") join(formats[0]);
    else if (act === "join other") join(formats[1]);
    else if (act === "leave") leave();
    else sendVideo(act, at, index);
  }
  hub.flush();
  return { sent, targets };
}

const script = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom<Act>("frame", "audio", "frame", "audio", "keyframe") },
    { weight: 3, arbitrary: fc.constantFrom<Act>(...acts.slice(3)) },
  ),
  { maxLength: 150, size: "max" },
);

describe("joining a StreamHub", () => {
  it("never loses or repeats a message between the backlog and what follows", () => {
    fc.assert(
      fc.property(script, fc.boolean(), (steps, withVideo) => {
        const { sent, targets } = play(steps, withVideo);
        for (const { format, subscription, live, from, until } of targets) {
          const batches = [...subscription.backlog, ...live];
          const got = decode(
            format,
            batches.map(({ data }) => data),
          );
          const present = sent.slice(0, until);
          expect(got.map(mark)).toEqual(present.slice(present.length - got.length).map(mark));
          expect(got.length).toBeGreaterThanOrEqual(present.length - from);
          expect(subscription.backlog.every(({ isEntryPoint }, index) => index > 0 || isEntryPoint)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("lets all targets of a format share their buffers, and begins every keyframe's batch with it", () => {
    fc.assert(
      fc.property(script, (steps) => {
        const { targets } = play(steps, true);
        const buffers = new Map<string, Buffer>();
        for (const { format, subscription, live } of targets) {
          for (const batch of live) {
            // Header and mark of the first message, so equal for equal messages only.
            const key = `${format.chunkSize} ${batch.data.toString("hex", 0, 24)}`;
            expect(buffers.get(key) ?? batch.data).toBe(batch.data);
            buffers.set(key, batch.data);
          }
          for (const batch of [...subscription.backlog, ...live]) {
            const keyframes = decode(format, [batch.data]).map(
              ({ payload }) => payload[0] === 0x17 && payload[1] === 1,
            );
            expect(keyframes.indexOf(true)).toBe(batch.startsWithKeyframe ? 0 : -1);
            expect(keyframes.lastIndexOf(true)).toBeLessThanOrEqual(0);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

/** What tells a message from all others, without its padding. */
function mark({ typeId, timestamp, payload }: MediaMessage): string {
  return `${typeId} ${timestamp} ${payload.length} ${payload.toString("hex", 0, 12)}`;
}
