import { targetSchema } from "@polycast/core/provider";
import { expect, onTestFinished, test } from "vitest";
import { tempDir } from "../harness/temp-dir.ts";
import { type Cloud, openCloud } from "./cloud-stage.ts";
import { castrCloud, livepeerCloud, muxCloud } from "./clouds.ts";
import { mortalGateway } from "./mortal-gateway.ts";
import { openShow } from "./show.ts";

async function open(cloud: Cloud) {
  const stack = new AsyncDisposableStack();
  onTestFinished(() => stack.disposeAsync());
  const dir = stack.use(await tempDir());
  const stage = stack.use(openCloud(cloud));
  const gateway = stack.use(await mortalGateway(stage, dir.path));
  const show = await openShow(stage, gateway, true);
  const targets = `/v1/streams/${show.streamId}/targets`;
  const errorOf = async (name: string) =>
    (await show.read()).targets?.find((target) => target.name === name)?.pending?.error?.code;
  return { stage, gateway, show, targets, errorOf };
}

/** Well before the five minutes after which it would be tried in any case. */
const SOON_MS = 60_000;

test.each(Object.entries({ mux: muxCloud, livepeer: livepeerCloud, castr: castrCloud }))(
  "%s: what a wrong token could not do is done soon after a restart with the right one",
  async (_provider, cloud: Cloud) => {
    const { stage, gateway, show, targets, errorOf } = await open(cloud);
    stage.simulator.faults.add({ times: 1_000, fault: { kind: "answer", status: 401, body: {} } });
    await gateway.call("PATCH", `${targets}/${show.targetId}`, { enabled: false });
    expect(await errorOf("changed")).toBe("unauthenticated");
    gateway.countFrom(0);
    await gateway.call("PATCH", `${targets}/${show.steadyId}`, { metadata: { died: "here" } });
    stage.simulator.faults.clear();
    await gateway.revive();
    await stage.advance(SOON_MS);
    expect((await show.read()).targets?.filter(({ pending }) => pending)).toEqual([]);
    expect((await show.pushes()).filter(({ isOn }) => isOn)).toHaveLength(1);
  },
);

test("castr: a place that becomes free in a full plan is used at once, and a full plan is no fault of the instance", async () => {
  const { stage, gateway, show, targets, errorOf } = await open(castrCloud);
  // The plan takes six.
  const made = [];
  for (const n of [3, 4, 5, 6, 7]) {
    const answer = await gateway.call("POST", targets, { name: `t${n}`, destination: stage.destination(n) });
    made.push(targetSchema.parse(answer?.body));
  }
  expect(made.at(-1)?.pending).toMatchObject({ changes: ["create"], error: { code: "limit_exceeded" } });
  expect((await gateway.call("GET", "/v1/providers/behind"))?.body).toMatchObject({
    health: { state: "ok" },
  });
  await stage.advance(SOON_MS);
  expect(await errorOf("t7")).toBe("limit_exceeded");
  await gateway.call("DELETE", `${targets}/${made[0]?.id}`);
  await stage.advance(1_000);
  expect((await show.read()).targets?.map(({ name, pending }) => [name, pending])).toContainEqual(["t7", undefined]);
  expect((await show.pushes()).map(({ name }) => name)).toContain("t7");
});
