import type { ProviderAdapter } from "@polycast/core";
import { everythingAllowed, fakeProvider } from "@polycast/core/testing";
import { MultistreamError } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { createManualClock } from "../manual-clock.test.support.ts";
import { openTestControl } from "../test-control.test.support.ts";

const custom = { name: "Custom", destination: { url: "rtmp://media.example.com/live", streamKey: "planted-key-0002" } };
const status = { states: ["idle", "connecting", "live", "retrying", "failed"] as const, reasons: true };

/** A provider that only answers, with one stream on it, and a clock that a test moves. */
async function open(change: (adapter: ProviderAdapter) => ProviderAdapter = (adapter) => adapter) {
  const clock = createManualClock();
  const capabilities = everythingAllowed({
    status: { ...status, states: [...status.states], delivery: ["poll", "webhook"] },
  });
  const fake = fakeProvider({ now: () => clock.now(), capabilities });
  const opened = await openTestControl({ fake: change(fake.provider) }, { clock });
  const { stream } = await opened.control.streams.create({ name: "Show", targets: [custom] });
  return {
    fake,
    opened,
    clock,
    id: stream.id,
    targetId: stream.targets?.[0]?.id ?? "",
    pollers: opened.control.intake.pollers,
    polls: () => fake.calls().filter((call) => call === "poll").length,
    state: async () => (await opened.control.streams.get(stream.id)).status.state,
    types: async () => (await opened.events()).map(({ type }) => type).slice(2),
    /** Lets time pass, and what it sets going end. */
    async pass(seconds: number) {
      for (let second = 0; second < seconds; second += 1) {
        clock.advance(1000);
        for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}

test("a provider that reports nothing by itself is polled, and what has changed becomes events", async () => {
  const world = await open();
  await using _closing = world.opened;
  await world.pass(90);
  expect(await world.types()).toEqual([]);
  world.fake.goLive("stream-1");
  await world.pass(60);
  expect(await world.types()).toEqual(["stream.live", "target.live"]);
  world.fake.fail({ streamId: "stream-1", id: "target-2" }, "unauthorized", { final: true });
  await world.pass(10);
  expect(await world.types()).toEqual(["stream.live", "target.live", "target.failed"]);
  expect(await world.opened.control.targets.get({ streamId: world.id, id: world.targetId })).toMatchObject({
    status: { state: "failed", source: "poll", reason: { code: "unauthorized" } },
  });
});

test("while webhooks arrive it is polled rarely, and when they stay away often again", async () => {
  const world = await open();
  await using _closing = world.opened;
  world.fake.goLive("stream-1");
  await world.pass(180);
  const often = world.polls();
  await world.pass(120);
  expect(world.polls() - often).toBeGreaterThan(15);
  world.pollers.webhookSeen("fake");
  await world.pass(30);
  const before = world.polls();
  await world.pass(300);
  expect(world.polls() - before).toBeLessThan(15);
  await world.pass(15 * 60);
  const after = world.polls();
  await world.pass(120);
  expect(world.polls() - after).toBeGreaterThan(15);
});

test("hints are followed at once: a webhook's, and that of a change through our API", async () => {
  const world = await open();
  await using _closing = world.opened;
  await world.pass(120);
  world.fake.goLive("stream-1");
  world.pollers.hint("fake", "stream-1");
  world.pollers.hint("nobody");
  await world.pass(2);
  expect(await world.state()).toBe("live");
  world.fake.endSession("stream-1");
  await world.pass(100);
  const before = world.polls();
  await world.opened.control.streams.update(world.id, { name: "New" });
  await world.pass(3);
  expect(world.polls()).toBeGreaterThan(before);
});

test("a read that contradicts something newer changes nothing, and is repeated until it can be believed", async () => {
  const world = await open(withoutPoll);
  await using _closing = world.opened;
  await world.pass(120);
  const now = world.clock.now();
  const live = { kind: "stream", streamId: "stream-1", status: { state: "live", source: "webhook" } } as const;
  const seen = { sequence: (now + 300) * 1000, occurredAt: new Date(now).toISOString() };
  await world.opened.control.intake.observer.takeWebhook("fake", [{ ...live, ...seen }], function* () {});
  world.pollers.hint("fake", "stream-1");
  await world.pass(1);
  expect(world.fake.calls().at(-1)).toBe("streams.get");
  expect(await world.state()).toBe("live");
  expect(world.opened.control.intake.observer.superseded()).toBeGreaterThan(0);
  await world.pass(4);
  expect(await world.state()).toBe("idle");
  expect(await world.types()).toEqual(["stream.live", "stream.ended"]);
});

test("a stream that is gone at its provider is told once, stays, and is looked for from time to time", async () => {
  const world = await open();
  await using _closing = world.opened;
  const { signal } = new AbortController();
  await world.fake.provider.streams.delete("stream-1", { signal });
  await world.pass(1200);
  expect((await world.types()).toSorted()).toEqual(["stream.warning", "target.unknown"]);
  expect((await world.opened.events()).find(({ type }) => type === "stream.warning")).toMatchObject({
    streamId: world.id,
    data: { notice: { code: "missing_at_provider" } },
  });
  expect(await world.opened.control.streams.get(world.id)).toMatchObject({
    status: { state: "unknown" },
    notices: [{ code: "missing_at_provider", message: expect.stringContaining("Delete it here, or move it") }],
  });
  const before = world.polls();
  await world.pass(600);
  expect(world.polls() - before).toBe(2);
  await world.opened.control.streams.delete(world.id);
  await world.pass(600);
  expect(world.polls() - before).toBe(2);
});

test("one that is found again is missing no more", async () => {
  const away = new MultistreamError("not_found", "It is not there.");
  let isAway = false;
  const world = await open((adapter) => {
    const read: typeof adapter.streams.get = (...call) =>
      isAway ? Promise.reject(away) : adapter.streams.get(...call);
    const poll: typeof adapter.poll = async (query, context) => {
      if (isAway && query.streamId !== undefined) throw away;
      return isAway ? [] : ((await adapter.poll?.(query, context)) ?? []);
    };
    return { ...adapter, streams: { ...adapter.streams, get: read }, poll };
  });
  await using _closing = world.opened;
  const notices = async () => (await world.opened.control.streams.get(world.id)).notices.map(({ code }) => code);
  isAway = true;
  await world.pass(300);
  expect(await notices()).toEqual(["missing_at_provider"]);
  isAway = false;
  await world.pass(400);
  expect(await notices()).toEqual([]);
  expect(await world.state()).toBe("idle");
});

test("a stream that we are deleting ourselves is not told as missing", async () => {
  const world = await open();
  await using _closing = world.opened;
  await world.pass(10);
  const answer = Promise.withResolvers<void>();
  world.fake.beforeAnswer("streams.delete", () => answer.promise);
  const deleting = world.opened.control.streams.delete(world.id);
  world.pollers.hint("fake", "stream-1");
  await world.pass(10);
  answer.resolve();
  await deleting;
  await world.pass(600);
  expect(await world.types()).toEqual(["stream.deleted"]);
});

test("a provider that cannot be read shows it in its health, and keeps nobody from starting", async () => {
  const down = new MultistreamError("provider_unavailable", "Nobody is there.");
  const world = await open((adapter) => ({ ...adapter, poll: () => Promise.reject(down) }));
  await using _closing = world.opened;
  await world.pass(5);
  expect(await world.opened.control.providers.get("fake")).toMatchObject({
    health: { state: "failing", lastFailure: { code: "provider_unavailable" } },
  });
});

/** One that is read stream by stream, and by its list. */
function withoutPoll(adapter: ProviderAdapter): ProviderAdapter {
  const read = { ...adapter };
  delete read.poll;
  return read;
}
