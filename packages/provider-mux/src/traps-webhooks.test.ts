/** The traps of Mux's webhooks, each by its name. @module */
import type { Stream } from "@polycast/core";
import { applyObservation, beginKnown } from "@polycast/core/host";
import { type Observation } from "@polycast/core/provider";
import { manualClock, type MuxSimulatorSettings } from "@polycast/simulators";
import { describe, expect, test } from "vitest";
import { streamWith, target } from "./test-support/account.ts";
import { type Simulated, simulated, useSimulators } from "./test-support/simulated.ts";
import { receiver } from "./test-support/webhooks.ts";

useSimulators();

/** An account whose events arrive; with a clock that moves only when told. */
async function onAir(settings: MuxSimulatorSettings = {}) {
  const clock = manualClock(Date.parse("2026-03-01T12:00:00.000Z"));
  const account = simulated({ webhookSecrets: ["webhook-secret-canary"] }, { clock, ...settings });
  const { id, targets } = await streamWith(account, 2);
  const events = receiver(account);
  return { account, clock, id, targets, events, before: await account.client.streams.get(id) };
}

/** The state after so many observations, by the reducer. */
function after(
  stream: Stream,
  observations: readonly Observation[],
): { stream: string; targets: (string | undefined)[] } {
  let known = beginKnown(stream);
  for (const observation of observations) known = applyObservation(known, observation, observation.occurredAt).known;
  return { stream: known.stream.status.state, targets: (known.stream.targets ?? []).map(({ status }) => status.state) };
}

function placed(taken: { observations: readonly object[] }[]): Observation[] {
  return taken.flatMap(({ observations }) => observations).filter((each): each is Observation => "streamId" in each);
}

async function show(
  { simulator }: Simulated,
  clock: ReturnType<typeof manualClock>,
  id: string,
  stop: "drop" | "end",
): Promise<void> {
  await simulator.stage.connect(id);
  await clock.advance(5_000);
  await simulator.stage[stop](id);
  await clock.advance(1);
}

describe("webhooks", () => {
  test("a whole show: live, reconnecting with idle targets, live again, ended", async () => {
    const { account, clock, id, events, before } = await onAir();
    await account.simulator.stage.connect(id);
    await clock.advance(1_000);
    const started = placed(await events.take());
    expect(after(before, started)).toEqual({ stream: "live", targets: ["live", "live"] });
    await account.simulator.stage.drop(id);
    await clock.advance(1_000);
    const dropped = [...started, ...placed(await events.take())];
    expect(after(before, dropped)).toEqual({ stream: "reconnecting", targets: ["idle", "idle"] });
    expect(await account.client.streams.get(id)).toMatchObject({ status: { state: "reconnecting" } });
    await account.simulator.stage.resume(id);
    await clock.advance(1_000);
    const resumed = [...dropped, ...placed(await events.take())];
    expect(after(before, resumed)).toEqual({ stream: "live", targets: ["live", "live"] });
    await account.simulator.stage.end(id);
    const last = await events.take();
    expect(after(before, [...resumed, ...placed(last)])).toEqual({ stream: "idle", targets: ["idle", "idle"] });
    expect(placed(last).filter((each) => "ended" in each && each.ended)).toHaveLength(1);
  });

  test("trap 6: a target's webhook without live_stream_id is unplaced, with the reference where there is one", async () => {
    const { account, clock, id, events } = await onAir({
      quirks: { withoutLiveStreamId: true, withoutAttempts: true },
    });
    const made = await account.client.targets.create(id, target(3, { reference: "dest-3" }));
    const [created] = await events.take();
    expect(created).toMatchObject({
      observations: [{ kind: "target", targetId: made.id, reference: "dest-3", status: { state: "idle" } }],
      readAgain: {},
    });
    expect(created?.observations[0]).not.toHaveProperty("streamId");
    await show(account, clock, id, "drop");
    const unplaced = (await events.take())
      .flatMap(({ observations }) => observations)
      .filter((each) => !("streamId" in each));
    expect(unplaced.length).toBeGreaterThan(6);
    for (const each of unplaced) expect(each).toMatchObject({ kind: "target", targetId: expect.any(String) });
    const marked = unplaced.filter((each) => "targetId" in each && each.targetId !== made.id);
    for (const each of marked) expect(each).not.toHaveProperty("reference");
  });

  test("trap 7: object.type and the oddities of Mux's own samples change nothing", async () => {
    const [plain, sample] = [await onAir(), await onAir({ quirks: { sampleEvents: true } })];
    const told = async ({ account, clock, id, events }: Awaited<ReturnType<typeof onAir>>) => {
      await show(account, clock, id, "end");
      return (await events.take()).map(({ type, observations }) => [
        type,
        observations.map((each) => ("status" in each ? each.status.state : each.kind)),
      ]);
    };
    const [one, other] = [await told(plain), await told(sample)];
    expect(one.length).toBeGreaterThan(8);
    expect(other).toEqual(one);
  });

  test("trap: any order and any number of copies lead to the same state", async () => {
    const { account, clock, id, events, before } = await onAir();
    await show(account, clock, id, "drop");
    const all = placed(await events.take());
    const inOrder = after(before, all);
    expect(inOrder).toEqual({ stream: "reconnecting", targets: ["idle", "idle"] });
    expect(after(before, all.toReversed())).toEqual(inOrder);
    expect(after(before, [...all, ...all.toReversed(), ...all])).toEqual(inOrder);
  });

  test("trap: a session that begins and ends within one moment of Mux's clock ends as idle", async () => {
    const { account, id, events, before } = await onAir();
    await account.simulator.stage.connect(id);
    await account.simulator.stage.end(id);
    const all = placed(await events.take());
    expect(new Set(all.map(({ occurredAt }) => occurredAt)).size).toBe(1);
    expect(after(before, all).stream).toBe("idle");
    expect(after(before, all.toReversed()).stream).toBe("idle");
  });

  test("trap: a copy has the same event id, also after a success; every event has another", async () => {
    const { account, clock, id, events } = await onAir();
    account.simulator.webhooks.weather({ copies: 2 });
    await show(account, clock, id, "end");
    const ids = (await events.take()).map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(ids.length / 2);
  });

  test("trap: simulcast_target.updated exists though nothing updates a target", async () => {
    const { account, id, targets, events } = await onAir();
    await account.simulator.stage.touchTarget(id, targets[0]?.id ?? "");
    expect(await events.take()).toMatchObject([
      { observations: [{ kind: "target", status: { state: "idle" } }], readAgain: { streamId: id } },
    ]);
  });

  test("trap: a warning is a hint and no state", async () => {
    const { account, id, events } = await onAir();
    await account.simulator.stage.warn(id);
    expect(await events.take()).toMatchObject([
      { observations: [{ kind: "warning", streamId: id, notice: { code: "custom_slate_unavailable" } }] },
    ]);
  });

  test("trap: a deleted target and stream are to be read again, whatever status they carry", async () => {
    const { account, id, targets, events } = await onAir({ quirks: { sampleEvents: true } });
    await account.client.targets.delete(targets[0] ?? { streamId: id, id: "" });
    await account.client.streams.delete(id);
    const taken = await events.take();
    expect(taken.map(({ observations, readAgain }) => [observations, readAgain])).toEqual([
      [[], {}],
      [[], { streamId: id }],
    ]);
  });
});
