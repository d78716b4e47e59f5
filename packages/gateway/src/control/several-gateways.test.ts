import { randomBytes } from "node:crypto";
import { everythingAllowed, type FakeProvider, fakeProvider } from "@polycast/core/testing";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createInbox } from "../inbox/create-inbox.ts";
import type { Inbox } from "../inbox/inbox.ts";
import { engines } from "../store/contract/engines.test.support.ts";
import { openVault, type Store } from "../store/index.ts";
import { type ControlPlane, createControlPlane } from "./control-plane.ts";
import { pass, type SharedStore, shareStore } from "./duties/shared-store.test.support.ts";
import { createManualClock, type ManualClock } from "./manual-clock.test.support.ts";

const custom = { name: "Custom", destination: { url: "rtmp://media.example.com/live", streamKey: "planted-key-0002" } };

type Gateway = { control: ControlPlane; inbox: Inbox; view: SharedStore; lines: string[]; close(): Promise<void> };

/** Two gateways over one store and one provider, which is heard by webhooks alone. */
async function openTwo(shared: Store) {
  const vault = await openVault(shared, { secretKey: randomBytes(32).toString("base64") });
  const clock = createManualClock();
  const capabilities = everythingAllowed();
  const status = { ...capabilities.status, delivery: ["webhook" as const] };
  const fake = fakeProvider({ now: () => clock.now(), capabilities: { ...capabilities, status } });
  const open = async (): Promise<Gateway> => {
    const view = shareStore(shared);
    const lines: string[] = [];
    const log = (level: string, message: string, fields?: object): void =>
      void lines.push(JSON.stringify({ level, message, ...fields }));
    const provider = { ...fake.provider, subscribe: () => () => undefined };
    delete provider.restore;
    const { store } = view;
    const common = { store, ...vault, log, clock };
    const control = createControlPlane({ ...common, providers: { fake: provider }, defaultProvider: "fake" });
    const inbox = createInbox({ ...control.intake, ...common, processes: (name) => control.observes(name) });
    control.onObserving((name, on) => void inbox.setProcessing(name, on));
    control.onBound((name) => inbox.unpark(name));
    await control.start();
    await inbox.start();
    let closing: Promise<void> | undefined;
    const closeAll = async (): Promise<void> => {
      await inbox.close();
      await control.close();
    };
    const close = (): Promise<void> => (closing ??= closeAll());
    onTestFinished(close);
    return { control, inbox, view, lines, close };
  };
  const first = await open();
  const second = await open();
  return { first, second, fake, clock };
}

/** Waits for something while time passes in these gateways. */
async function during<T>(work: Promise<T>, clock: ManualClock, ...gateways: Gateway[]): Promise<T> {
  const progress = { isOver: false };
  const end = (): void => void (progress.isOver = true);
  work.then(end, end);
  while (!progress.isOver) await pass(250, [clock], ...gateways.map(({ view }) => view));
  return work;
}

async function deliver(fake: FakeProvider, { inbox }: Gateway): Promise<void> {
  for (const delivery of await fake.takeWebhooks()) {
    expect(await inbox.receive("fake", delivery)).toEqual({ status: 200 });
  }
}

async function typesOf({ control }: Gateway): Promise<string[]> {
  return (await control.events.list({ limit: 100 })).data.map(({ type }) => type);
}

async function shownBy({ control }: Gateway, streamId: string): Promise<string> {
  const { status, targets = [] } = await control.streams.get(streamId);
  return [status.state, ...targets.map((target) => target.status.state)].join(" ");
}

const both = ({ first, second }: { first: Gateway; second: Gateway }) => [first, second] as const;

/**
 * What holds after some time: notices take theirs, and on PostgreSQL any transaction that writes, be it in another
 * database, holds back the events that come after it.
 */
async function comes<T>(
  read: () => Promise<T>,
  expected: T,
  clock: ManualClock,
  ...gateways: Gateway[]
): Promise<void> {
  await vi.waitFor(
    async () => {
      await pass(250, [clock], ...gateways.map(({ view }) => view));
      expect(await read()).toEqual(expected);
    },
    { timeout: 10_000 },
  );
}

describe.each(engines)("two gateways, on $name", (engine) => {
  test("a stream can be made, changed and asked for at either; a webhook may come to either, and is told once", async () => {
    const world = await openTwo(await engine.open());
    const { first, second, fake, clock } = world;
    expect(both(world).map(({ control }) => control.observes("fake"))).toEqual([true, false]);
    const { stream } = await during(
      second.control.streams.create({ name: "Show", targets: [custom] }),
      clock,
      ...both(world),
    );
    const providerId = stream.bindings?.[0]?.id ?? "";
    await pass(1000, [clock], first.view, second.view);
    fake.goLive(providerId);
    await deliver(fake, second);
    const shown = () => Promise.all(both(world).map((gateway) => shownBy(gateway, stream.id)));
    await comes(shown, ["live live", "live live"], clock, ...both(world));
    const target = { streamId: stream.id, id: stream.targets?.[0]?.id ?? "" };
    const renamed = await during(second.control.targets.update(target, { enabled: false }), clock, ...both(world));
    expect(renamed.enabled).toBe(false);
    expect(renamed.pending).toBeUndefined();
    await deliver(fake, first);
    await comes(shown, ["live disabled", "live disabled"], clock, ...both(world));
    // What would be told twice comes by then.
    await pass(5000, [clock], first.view, second.view);
    const facts = ["stream.live", "target.live", "target.disabled"];
    const told = async () => (await typesOf(second)).filter((type) => facts.includes(type));
    await comes(told, facts, clock, ...both(world));
  });

  test("both say the same of a stream, and so do the events of wishes, however little the one hears of the other", async () => {
    const world = await openTwo(await engine.open());
    const { first, second, fake, clock } = world;
    second.view.deafen();
    const { stream } = await first.control.streams.create({ name: "Show", targets: [custom] });
    expect(await shownBy(first, stream.id)).toBe("idle idle");
    expect(await shownBy(second, stream.id)).toBe("idle idle");
    expect(await second.control.targets.list(stream.id)).toMatchObject([{ status: { state: "idle" } }]);
    await pass(1000, [clock], first.view);
    fake.goLive(stream.bindings?.[0]?.id ?? "");
    await deliver(fake, first);
    await comes(() => shownBy(first, stream.id), "live live", clock, first);
    const [target] = stream.targets ?? [];
    if (!target) throw new Error("it has a target");
    const wishing = second.control.targets.update({ streamId: stream.id, id: target.id }, { name: "Other" });
    expect(await during(wishing, clock, first)).toMatchObject({ name: "Other", status: { state: "live" } });
    const wishes = async () =>
      (await first.control.events.list({ limit: 100 })).data.flatMap(({ type, data }) =>
        type === "target.updated" && "target" in data ? [data.target.status.state] : [],
      );
    await comes(wishes, ["live"], clock, first);
    expect(await shownBy(second, stream.id)).toBe("live live");
  });

  test("what comes while nobody observes is taken in by the next one", async () => {
    const world = await openTwo(await engine.open());
    const { first, second, fake, clock } = world;
    const { stream } = await during(first.control.streams.create({ name: "Show" }), clock, ...both(world));
    await pass(3000, [clock], first.view, second.view);
    // The first has died: nothing of it reaches the store any more.
    first.view.cut(true);
    fake.goLive(stream.bindings?.[0]?.id ?? "");
    await deliver(fake, second);
    await comes(async () => second.control.observes("fake"), true, clock, second);
    await comes(() => shownBy(second, stream.id), "live", clock, second);
    clock.advance(1000);
    fake.endSession(stream.bindings?.[0]?.id ?? "");
    await deliver(fake, second);
    const told = async () => (await typesOf(second)).filter((type) => type !== "stream.created");
    await comes(told, ["stream.live", "stream.ended"], clock, second);
    expect(first.control.observes("fake")).toBe(false);
  });

  test("while nobody observes a wish is answered as pending, soon, and made by whoever observes next", async () => {
    const world = await openTwo(await engine.open());
    const { first, second, clock } = world;
    const { stream } = await during(
      first.control.streams.create({ name: "Show", targets: [custom] }),
      clock,
      ...both(world),
    );
    const [made] = stream.targets ?? [];
    if (!made) throw new Error("it has a target");
    await pass(1000, [clock], first.view, second.view);
    first.view.cut(true);
    const askedAt = clock.now();
    const off = await during(second.control.targets.update(made, { enabled: false }), clock, second);
    expect(off).toMatchObject({ enabled: false, pending: { changes: ["disable"] } });
    expect(await during(second.control.targets.delete(made), clock, second)).toHaveProperty("pending");
    expect(clock.now() - askedAt).toBeLessThan(6_000);
    // What others wish meanwhile is no sign that anybody takes it up.
    const wishing = second.control.streams.update(stream.id, { name: "One" });
    const progress = { isOver: false };
    void wishing.then(() => (progress.isOver = true));
    const others: Promise<unknown>[] = [];
    for (let count = 0; count < 3 && !progress.isOver; count += 1) {
      await pass(1000, [clock], second.view);
      others.push(second.control.streams.update(stream.id, { name: `Other ${count}` }));
    }
    expect(progress.isOver).toBe(true);
    await during(Promise.all(others), clock, second);
    expect(second.control.observes("fake")).toBe(false);
    await comes(async () => (await second.control.targets.list(stream.id)).length, 0, clock, second);
    expect(second.control.observes("fake")).toBe(true);
  });

  test("a gateway that closes hands its duties over at once, and one without duties is ready", async () => {
    const world = await openTwo(await engine.open());
    const { first, second, fake, clock } = world;
    const { stream } = await during(first.control.streams.create({ name: "Show" }), clock, ...both(world));
    expect([first.control.ready(), second.control.ready()]).toEqual([true, true]);
    await during(first.close(), clock, ...both(world));
    await expect.poll(() => second.control.observes("fake")).toBe(true);
    fake.goLive(stream.bindings?.[0]?.id ?? "");
    await deliver(fake, second);
    await comes(() => shownBy(second, stream.id), "live", clock, second);
  });
});
