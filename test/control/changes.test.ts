import type { Applies } from "@polycast/core";
import { describe, expect, test } from "vitest";
import { tempDir } from "../harness/temp-dir.ts";
import type { Change } from "./changes.ts";
import { differencesFrom, fluttersIn, lifeOf, unsettled, untruths, waysAfter, wishesIn } from "./expectations.ts";
import { mortalGateway } from "./mortal-gateway.ts";
import { openShow, pendingIn, STEADY, targetIn } from "./show.ts";
import { everyChange, type OpenStage } from "./stages.ts";
import { wayOf } from "./provider-stage.ts";

/** When changes of a live stream take effect, but for its names, which change at once everywhere. */
const whileLive: Record<string, Applies> = {
  mux: "stream_idle",
  livepeer: "next_session",
  castr: "now",
  selfhost: "now",
};

const table = everyChange().map((row): Row & { provider: string } => {
  const isLate = row.state === "live" && row.change.operation !== "target.update.name";
  const applies: Applies = (isLate ? whileLive[row.provider] : undefined) ?? "now";
  return Object.assign(row, { applies });
});

describe("a change of a target", () => {
  test.each(table.filter(({ provider }) => provider !== "selfhost"))(
    "$provider, $name, while $state: $applies",
    makeChange,
  );
});

// In true time, which the others do not have.
describe.concurrent("a change of a target", () => {
  test.each(table.filter(({ provider }) => provider === "selfhost"))(
    "$provider, $name, while $state: $applies",
    makeChange,
  );
});

type Row = { openStage: OpenStage; change: Change; state: "idle" | "live"; applies: Applies };

async function makeChange({ openStage, change, state, applies }: Row): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir());
  const stage = stack.use(await openStage());
  const gateway = stack.use(await mortalGateway(stage, dir.path));
  const show = await openShow(stage, gateway, change.from);
  if (state === "live") await show.goLive();
  const steadyWay = wayOf(stage.destination(STEADY));
  const steady = (await show.pushes()).find(({ to }) => to === steadyWay);
  expect(steady).toMatchObject({ isOn: true, sends: state === "live" });

  const announced = await show.announced(change.operation);
  expect(announced).toMatchObject({ allowed: true, applies });
  if (!announced.allowed) throw new Error(announced.reason);
  const { early, late } = lifeOf(change, announced);

  const { method, path, body } = change.request(show, stage);
  const asked = Date.now();
  const answer = await gateway.call(method, path, body);
  if (!answer) throw new Error("It has died.");
  const answered = Date.now();
  const targetId = targetIn(answer)?.id ?? show.targetId;

  // The answer: the wish as it was asked for, and what is open, for as long as was announced.
  expect(answer.status).toBe(statusOf(change, applies));
  expect(differencesFrom(change.outcome, targetIn(answer), show, stage)).toEqual([]);
  const { since: opened, ...open } = pendingIn(answer) ?? {};
  expect(open).toEqual(applies === "now" ? {} : { changes: [change.word], applies });
  const openedMs = opened === undefined ? asked : Date.parse(opened);
  expect(openedMs).toBeGreaterThanOrEqual(asked);
  expect(openedMs).toBeLessThanOrEqual(answered);
  expect(wishesIn(await show.eventsOf(targetId)).slice(-early.length || Infinity)).toEqual(early);
  const [told, there] = [await show.read(), await show.pushes()];
  const wrong = untruths(told, there, new Date(asked).toISOString());
  expect(stage.isManual ? wrong : []).toEqual([]);

  // The session goes on: what is shown of it comes true, and the other target has lost nothing.
  await show.until(untruths);
  expect((await show.pushes()).find(({ to }) => to === steadyWay)).toEqual(steady);

  // In the end everything is as it was asked for, without another request.
  if (state === "live") await show.goIdle();
  await show.until((stream, pushes) => [
    ...unsettled(stream, pushes, show),
    ...differencesFrom(
      change.outcome,
      stream.targets?.find(({ id }) => id === targetId),
      show,
      stage,
    ),
  ]);
  const pushes = await show.pushes();
  expect(
    pushes
      .filter(({ isOn }) => isOn)
      .map(({ to }) => to)
      .toSorted(),
  ).toEqual(waysAfter(stage, change));
  expect(pushes.find(({ to }) => to === steadyWay)?.id).toBe(steady?.id);
  const events = await show.eventsOf(targetId);
  expect(wishesIn(events).slice(-(early.length + late.length) || Infinity)).toEqual([...early, ...late]);
  const since = events.filter(({ observedAt }) => Date.parse(observedAt) >= asked);
  expect(stage.isManual ? fluttersIn(since) : []).toEqual([]);

  // And the next session is sent there.
  await show.goLive();
  await show.until(untruths);
  const next = (await show.pushes()).filter(({ sends }) => sends).map(({ to }) => to);
  expect(next.toSorted()).toEqual(waysAfter(stage, change));
}

function statusOf({ operation }: Change, applies: Applies): number {
  if (operation === "target.create") return 201;
  if (operation === "target.delete") return applies === "now" ? 204 : 202;
  return 200;
}
