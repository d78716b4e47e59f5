import type { TargetStatus } from "@polycast/core/provider";
import { expect, test } from "vitest";
import type { SourceState } from "../hub/media-source.ts";
import { FakePusher } from "../testing/fake-pusher.ts";
import { createManualClock } from "../testing/manual-clock.ts";
import type { PushDestination } from "./destination.ts";
import { RestingPusher } from "./resting-pusher.ts";

const destination: PushDestination = {
  protocol: "rtmp",
  host: "live.example",
  port: 1935,
  app: "app",
  tcUrl: "rtmp://live.example/app",
  streamKey: "key-1",
};

function setUp(initial: SourceState = "idle") {
  const clock = createManualClock();
  const listeners = new Set<() => void>();
  const source = {
    state: initial,
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const told: TargetStatus[] = [];
  const woken: { pusher: FakePusher; restingSince: number | undefined }[] = [];
  const onStatus = (status: TargetStatus): void => void told.push(status);
  const pusher = new RestingPusher({
    source,
    destination,
    clock,
    onStatus,
    wake(to, restingSince) {
      const made = new FakePusher(to, onStatus);
      woken.push({ pusher: made, restingSince });
      return made;
    },
  });
  const enter = (state: SourceState): void => {
    source.state = state;
    for (const listener of listeners) listener();
  };
  return { clock, pusher, told, woken, enter, listeners };
}

test("a target of a stream without a session is idle since its start, and nothing is made for it", () => {
  const { clock, pusher, told, woken } = setUp();
  pusher.start();
  const startedAt = new Date(clock.wall()).toISOString();
  pusher.restart();
  clock.advance(5_000);
  const status = { state: "idle", source: "relay", since: startedAt } as const;
  expect(told).toEqual([{ ...status, observedAt: startedAt }]);
  expect(pusher.snapshot()).toEqual({ ...status, observedAt: new Date(clock.wall()).toISOString() });
  expect(pusher.dropped).toEqual({ messages: 0, bytes: 0 });
  expect(woken).toEqual([]);
});

test("the first session wakes it once, with the newest destination and the time since when it rests", () => {
  const { clock, pusher, woken, enter, listeners } = setUp();
  const startedAt = clock.now();
  pusher.start();
  pusher.update({ ...destination, streamKey: "key-2" });
  clock.advance(1_000);
  enter("away");
  enter("delivering");
  enter("idle");
  enter("away");
  expect(woken).toMatchObject([{ pusher: { isStarted: true }, restingSince: startedAt }]);
  expect(woken[0]?.pusher.destination.streamKey).toBe("key-2");
  expect(listeners.size, "what listens from now on is the pusher that works").toBe(0);
  woken[0]?.pusher.enter("live");
  expect(pusher.snapshot().state).toBe("live");
});

test("with a session under way it is awake from its start", () => {
  const { pusher, woken } = setUp("delivering");
  pusher.start();
  expect(woken).toMatchObject([{ pusher: { isStarted: true }, restingSince: undefined }]);
});

test("one that was stopped or abandoned while it rested is not woken any more", async () => {
  for (const end of ["stop", "abandon"] as const) {
    const { pusher, woken, enter } = setUp();
    pusher.start();
    await pusher[end]();
    enter("away");
    expect(woken).toEqual([]);
  }
});

test("what is asked of it is asked of the pusher that works", async () => {
  const { pusher, woken, enter } = setUp();
  pusher.start();
  enter("away");
  pusher.restart();
  const stopped = pusher.stop();
  expect(woken[0]?.pusher).toMatchObject({ restarts: 1, isStopping: true });
  woken[0]?.pusher.finish();
  await stopped;
  pusher.abandon();
  expect(woken[0]?.pusher.isAbandoned).toBe(true);
});
