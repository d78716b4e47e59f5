import type { Event, Target } from "@polycast/core";
import { expect, test } from "vitest";
import { tempDir } from "../harness/temp-dir.ts";
import { type Cloud, openCloud } from "./cloud-stage.ts";
import { castrCloud, livepeerCloud, muxCloud } from "./clouds.ts";
import { unsettled, untruths } from "./expectations.ts";
import { mortalGateway } from "./mortal-gateway.ts";
import { openShow, pendingIn } from "./show.ts";

const clouds: Record<string, Cloud> = { mux: muxCloud, livepeer: livepeerCloud, castr: castrCloud };

const cases = Object.keys(clouds).flatMap((provider) => [
  { provider, status: 503, code: "provider_unavailable" },
  { provider, status: 401, code: "unauthenticated" },
]);

test.each(cases)(
  "$provider refuses with $status to switch off a target of an idle stream: it is idle, and pending, until it is off",
  async ({ provider, status, code }) => {
    await using stack = new AsyncDisposableStack();
    const dir = stack.use(await tempDir());
    const cloud = clouds[provider];
    if (!cloud) throw new Error(`there is no ${provider}`);
    const stage = stack.use(openCloud(cloud));
    const gateway = stack.use(await mortalGateway(stage, dir.path));
    const show = await openShow(stage, gateway, true);
    await stage.advance(10_000);
    for (const method of ["PATCH", "DELETE"]) {
      stage.simulator.faults.add({ method, times: 1_000, fault: { kind: "answer", status, body: {} } });
    }
    const seen = async (): Promise<Target | undefined> =>
      (await show.read()).targets?.find(({ id }) => id === show.targetId);
    const facts = async (): Promise<Event["type"][]> =>
      (await show.eventsOf(show.targetId)).map(({ type }) => type).filter((type) => type === "target.disabled");

    const path = `/v1/streams/${show.streamId}/targets/${show.targetId}`;
    const answer = await gateway.call("PATCH", path, { enabled: false });
    expect(answer?.body).toMatchObject({ enabled: false, status: { state: "idle" } });
    expect(answer && pendingIn(answer)).toMatchObject({ changes: ["disable"], error: { code } });
    for (let looks = 0; looks < 4; looks += 1) {
      await stage.advance(30_000);
      expect(await seen()).toMatchObject({ enabled: false, status: { state: "idle" }, pending: { error: { code } } });
      expect(untruths(await show.read(), await show.pushes())).toEqual([]);
    }
    expect(await facts()).toEqual([]);

    // Who comes after says the same.
    gateway.countFrom(0);
    await gateway.call("PATCH", path, { metadata: { died: "here" } });
    await gateway.revive();
    expect(await seen()).toMatchObject({
      enabled: false,
      status: { state: "idle" },
      pending: { changes: ["disable"] },
    });
    await stage.advance(60_000);
    expect(await seen()).toMatchObject({ enabled: false, status: { state: "idle" }, pending: { error: { code } } });
    expect(await facts()).toEqual([]);

    stage.simulator.faults.clear();
    await stage.advance(301_000);
    await show.until((stream, pushes) => unsettled(stream, pushes, show));
    expect(await seen()).toMatchObject({ status: { state: "disabled" } });
    expect(await facts()).toEqual(["target.disabled"]);
  },
);
