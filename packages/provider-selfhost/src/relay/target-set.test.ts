import type { Notice, TargetStatus } from "@polycast/core/provider";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FakePusher } from "../testing/fake-pusher.ts";
import { createManualClock } from "../testing/manual-clock.ts";
import { destinationOf } from "./destination-of.ts";
import type { WantedTarget } from "./messages.ts";
import { TargetSet } from "./target-set.ts";

function wanted(id: string, differences: Partial<WantedTarget> & { streamKey?: string } = {}): WantedTarget {
  const { streamKey = "key-1", ...rest } = differences;
  const tcUrl = "rtmp://live.example/app";
  const plan = { protocol: "rtmp", host: "live.example", port: 1935, app: "app", tcUrl, streamKey } as const;
  return { id, enabled: true, revision: 1, plan, ...rest };
}

function setUp() {
  const clock = createManualClock();
  const pushers: { id: string; pusher: FakePusher }[] = [];
  const reports: { id: string; status: TargetStatus }[] = [];
  const warnings: { id: string; notice: Notice }[] = [];
  const set = new TargetSet({
    clock,
    createPusher: (target, report) => {
      const pusher = new FakePusher(destinationOf(target), report);
      pushers.push({ id: target.id, pusher });
      return pusher;
    },
    report: (id, status) => reports.push({ id, status }),
    warn: (id, notice) => warnings.push({ id, notice }),
  });
  const told = () => reports.map(({ id, status }) => `${id} ${status.state}`);
  const pusherOf = (id: string): FakePusher => {
    const found = pushers.findLast((one) => one.id === id);
    if (!found) throw new Error(`no pusher for ${id}`);
    return found.pusher;
  };
  return { clock, set, pushers, reports, warnings, told, pusherOf };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a target", () => {
  test("is pushed while it is enabled, and disabled when its connection is closed", async () => {
    const { set, told, pusherOf } = setUp();
    set.put([wanted("a"), wanted("b", { enabled: false })]);
    pusherOf("a").enter("live");
    set.put([wanted("a", { enabled: false }), wanted("b", { enabled: false })]);
    expect(told()).toEqual(["a idle", "b disabled", "a live"]);
    pusherOf("a").finish();
    await settle();
    expect(told().slice(3)).toEqual(["a disabled"]);
    set.put([wanted("a"), wanted("b")]);
    expect(told().slice(4)).toEqual(["a idle", "b idle"]);
  });

  test("is told once more when asked, with the time since when it is so; not while it is being closed", async () => {
    const { clock, set, reports, pusherOf } = setUp();
    const [a, b, c] = [wanted("a"), wanted("b", { enabled: false }), wanted("c")];
    set.put([a, b, c]);
    pusherOf("a").enter("live");
    set.put([a, b, wanted("c", { enabled: false })]);
    const told = reports.splice(0);
    clock.advance(1_000);
    set.tellAgain();
    expect(reports.map(({ id, status: { state, since } }) => [id, state, since])).toEqual([
      ["a", "live", told.find(({ status }) => status.state === "live")?.status.since],
      ["b", "disabled", told.find(({ id }) => id === "b")?.status.since],
    ]);
  });

  test("that is switched off and on is not dialled before the old connection is closed", async () => {
    const { set, told, pushers, pusherOf } = setUp();
    set.put([wanted("a")]);
    set.put([wanted("a", { enabled: false })]);
    set.put([wanted("a")]);
    expect(pushers).toHaveLength(1);
    pusherOf("a").finish();
    await settle();
    expect(pushers).toHaveLength(2);
    expect(told()).toEqual(["a idle", "a idle"]);
  });

  test("that is deleted twice over and wanted again has one connection", async () => {
    const { set, pushers, pusherOf } = setUp();
    set.put([wanted("a")]);
    set.put([]);
    set.put([]);
    set.put([wanted("a")]);
    pusherOf("a").finish();
    await settle();
    expect(pushers.map(({ pusher }) => pusher.isOpen)).toEqual([false, true]);
  });

  test("tells nothing once it is deleted", async () => {
    const { set, told, pusherOf } = setUp();
    set.put([wanted("a")]);
    set.put([]);
    pusherOf("a").enter("retrying");
    pusherOf("a").finish();
    await settle();
    pusherOf("a").enter("failed");
    expect(told()).toEqual(["a idle"]);
  });

  test("whose connection does not close cleanly goes on all the same", async () => {
    const { set, told, pusherOf } = setUp();
    set.put([wanted("a")]);
    set.put([wanted("a", { enabled: false })]);
    pusherOf("a").finish(new Error("the socket is gone"));
    await settle();
    expect(told()).toEqual(["a idle", "a disabled"]);
  });
});

describe("a new destination", () => {
  test("is given to the pusher, which knows what to close first", () => {
    const { set, pushers, pusherOf } = setUp();
    set.put([wanted("a")]);
    pusherOf("a").enter("live");
    set.put([wanted("a", { revision: 2, streamKey: "key-2" })]);
    expect(pushers).toHaveLength(1);
    expect(pusherOf("a").destination.streamKey).toBe("key-2");
    expect(pusherOf("a").restarts).toBe(0);
  });

  test("that is the old one is another chance for a target in trouble", () => {
    const { set, pusherOf } = setUp();
    set.put([wanted("a")]);
    pusherOf("a").enter("failed");
    set.put([wanted("a")]);
    expect(pusherOf("a").restarts).toBe(0);
    set.put([wanted("a", { revision: 2 })]);
    expect(pusherOf("a").restarts).toBe(1);
  });
});

test("restart is the pusher's work, and leaves a target alone that is off or on its way", () => {
  const { set, pusherOf } = setUp();
  set.put([wanted("a")]);
  set.restart("a");
  set.restart("a");
  set.restart("nobody");
  expect(pusherOf("a").restarts).toBe(2);
  set.put([wanted("a", { enabled: false })]);
  set.restart("a");
  expect(pusherOf("a").restarts).toBe(2);
});

test("numbers are told with every look of those that send", () => {
  const { set, told, pusherOf } = setUp();
  set.put([wanted("a"), wanted("b"), wanted("c", { enabled: false })]);
  pusherOf("a").enter("live");
  set.tellNumbers();
  expect(told().slice(4)).toEqual(["a live"]);
});

test("a target that is too slow for some of the media is warned of, at most every 30 s", () => {
  const { clock, set, warnings, pusherOf } = setUp();
  set.put([wanted("a")]);
  set.tellNumbers();
  pusherOf("a").dropped = { messages: 7, bytes: 900 };
  set.tellNumbers();
  pusherOf("a").dropped = { messages: 9, bytes: 1_000 };
  clock.advance(29_999);
  set.tellNumbers();
  expect(warnings).toEqual([{ id: "a", notice: { code: "media_dropped", message: expect.stringContaining(" 7 ") } }]);
  clock.advance(1);
  set.tellNumbers();
  set.tellNumbers();
  expect(warnings).toHaveLength(2);
  pusherOf("a").dropped = { messages: 0, bytes: 0 };
  clock.advance(30_000);
  set.tellNumbers();
  pusherOf("a").dropped = { messages: 2, bytes: 10 };
  set.tellNumbers();
  expect(warnings[2]?.notice.message).toContain(" 2 ");
});

test("close waits until every connection is closed", async () => {
  const { set, pusherOf } = setUp();
  set.put([wanted("a"), wanted("b")]);
  let isClosed = false;
  const closed = set.close().then(() => (isClosed = true));
  pusherOf("a").finish();
  await settle();
  expect(isClosed).toBe(false);
  pusherOf("b").finish();
  await closed;
});

test("whatever is wanted and however long stops take, it converges to what is wanted, one connection at a time", async () => {
  const target = fc.record({ id: fc.constantFrom("a", "b", "c"), enabled: fc.boolean(), edit: fc.boolean() });
  const act = fc.oneof(
    fc.record({ what: fc.constant("put" as const), targets: fc.uniqueArray(target, { selector: ({ id }) => id }) }),
    fc.record({ what: fc.constant("restart" as const), id: fc.constantFrom("a", "b", "c") }),
    fc.record({ what: fc.constant("finish" as const), which: fc.nat(5), cleanly: fc.boolean() }),
    fc.record({ what: fc.constant("speak" as const), which: fc.nat(5), state: fc.constantFrom("live", "retrying") }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
      const { set, pushers, reports } = setUp();
      const revisions = new Map<string, number>();
      let now: WantedTarget[] = [];
      const check = (): void => {
        const open = pushers.filter(({ pusher }) => pusher.isOpen).map(({ id }) => id);
        expect(new Set(open).size, "one connection per target").toBe(open.length);
        for (const { id } of reports.splice(0)) expect(now.map((one) => one.id)).toContain(id);
      };
      for (const step of acts) {
        if (step.what === "put") {
          check();
          now = step.targets.map(({ id, enabled, edit }) => {
            const revision = (revisions.get(id) ?? 1) + (edit ? 1 : 0);
            revisions.set(id, revision);
            return wanted(id, { enabled, revision, streamKey: `key-${revision}` });
          });
          set.put(now);
        }
        if (step.what === "restart") set.restart(step.id);
        if (step.what === "speak") pushers.at(-1 - step.which)?.pusher.enter(step.state);
        if (step.what === "finish") {
          const stopping = pushers.filter(({ pusher }) => pusher.isStopping);
          stopping[step.which % stopping.length]?.pusher.finish(step.cleanly ? undefined : new Error("broken"));
          await settle();
        }
        check();
      }
      for (let left = true; left;) {
        const stopping = pushers.filter(({ pusher }) => pusher.isStopping);
        for (const { pusher } of stopping) pusher.finish();
        await settle();
        left = stopping.length > 0;
      }
      check();
      const open = pushers.filter(({ pusher }) => pusher.isOpen);
      const pushed = open.map(({ id, pusher }) => `${id} ${pusher.destination.streamKey}`);
      const enabled = now.filter((one) => one.enabled).map(({ id, plan }) => `${id} ${plan.streamKey}`);
      expect(pushed.toSorted()).toEqual(enabled.toSorted());
    }),
    { numRuns: 400 },
  );
});
