import { expect, test } from "vitest";
import { tempDir } from "../harness/temp-dir.ts";
import { changes } from "./changes.ts";
import { openCloud } from "./cloud-stage.ts";
import { muxCloud } from "./clouds.ts";
import { doubles, unsettled, wishesIn } from "./expectations.ts";
import { mortalGateway } from "./mortal-gateway.ts";
import { wayOf } from "./provider-stage.ts";
import { openShow, OTHER, pendingIn, STEADY } from "./show.ts";

const TOO_MANY = { kind: "answer", status: 429, body: { errors: ["Too many requests"] } } as const;
const createsTarget = { method: "POST", path: "/video/v1/live-streams/*/simulcast-targets" };

test.each(["another destination", "on"])(
  "Mux is busy between the two calls of a change (%s) and the encoder starts: missing in this session, there in the next",
  async (name) => {
    await using stack = new AsyncDisposableStack();
    const dir = stack.use(await tempDir());
    const stage = stack.use(openCloud(muxCloud));
    const gateway = stack.use(await mortalGateway(stage, dir.path));
    const change = changes.find((one) => one.name === name);
    if (!change) throw new Error(`There is no change "${name}"`);
    const show = await openShow(stage, gateway, change.from);
    const ways = (await show.pushes()).map(({ to }) => to);
    stage.simulator.faults.add({ ...createsTarget, times: 1_000, fault: TOO_MANY });

    const { method, path, body } = change.request(show, stage);
    const answer = await gateway.call(method, path, body);
    expect(answer?.status).toBe(200);
    expect(answer && pendingIn(answer)).toMatchObject({
      applies: "now",
      error: { code: "rate_limited", retryable: true, nextAttemptAt: expect.any(String) },
    });
    expect((await show.pushes()).map(({ to }) => to)).toEqual(ways.slice(0, 1));
    expect(wishesIn(await show.eventsOf(show.targetId)).slice(-3)).toEqual([
      "target.updated",
      "target.change_pending",
      "target.change_failed",
    ]);

    await stage.encoder.start((await show.read()).bindings?.[0]?.id ?? "", gateway.life.adapter);
    const seen = async () => (await show.read()).targets?.find(({ id }) => id === show.targetId);
    await show.until(({ targets = [] }) =>
      targets.flatMap(({ id, status: { state } }) =>
        state === (id === show.targetId ? "failed" : "live") ? [] : [`${id} is ${state}`],
      ),
    );
    const missing = {
      enabled: true,
      status: { source: "assumed", reason: { message: expect.stringContaining("missing in this session") } },
      pending: { applies: "stream_idle" },
    };
    expect(await seen()).toMatchObject(missing);
    expect((await seen())?.notices.map((notice) => notice.code)).toContain("missing_this_session");

    // It stays so, though Mux is no longer busy.
    stage.simulator.faults.clear();
    const posts = postsOf(stage.simulator.requests.all());
    await stage.advance(60_000);
    expect(await seen()).toMatchObject(missing);
    expect(postsOf(stage.simulator.requests.all())).toBe(posts);
    expect((await show.eventsOf(show.targetId)).filter(({ type }) => type === "target.failed")).toHaveLength(1);
    expect((await show.pushes()).map(({ to }) => to)).toEqual(ways.slice(0, 1));

    await show.goIdle();
    await show.until((stream, pushes) => unsettled(stream, pushes, show));
    const wanted = [STEADY, name === "on" ? 2 : OTHER].map((n) => wayOf(stage.destination(n)));
    expect((await show.pushes()).map(({ to }) => to)).toEqual(wanted);
    expect(doubles(await show.pushes())).toEqual([]);
    expect(wishesIn(await show.eventsOf(show.targetId)).at(-1)).toBe("target.change_applied");
    await show.goLive();
  },
);

function postsOf(requests: readonly { method: string }[]): number {
  return requests.filter(({ method }) => method === "POST").length;
}
