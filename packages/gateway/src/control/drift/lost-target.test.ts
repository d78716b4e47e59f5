import { expect, test } from "vitest";
import { openWorld, tableLike, wish, type World } from "../reconcile/run/world.test.support.ts";

test("what was deleted at its provider is not called idle, however often its stream is read", async () => {
  const like = await tableLike("mux");
  const world = await openWorld({ ...like, status: { ...like.status, delivery: ["poll"] } }, [wish("a"), wish("b")]);
  await read(world);
  expect((await world.target("a")).status.state).toBe("idle");
  const { bindings = [] } = await world.target("a");
  const signal = AbortSignal.timeout(5_000);
  await world.fake.provider.targets.delete({ streamId: "stream-1", id: bindings[0]?.id ?? "" }, { signal });
  for (let times = 0; times < 4; times += 1) await read(world);
  const gone = await world.target("a");
  expect(gone).toMatchObject({ status: { state: "unknown", source: "assumed" }, notices: [{ code: "drift" }] });
  expect(await world.target("b")).toMatchObject({ status: { state: "idle" }, notices: [] });
  const told = (await world.events()).filter(({ data }) => "target" in data && data.target?.id === gone.id);
  expect(told.map(({ type }) => type).slice(1)).toEqual(["target.warning", "target.unknown"]);
  await world.restart();
  for (const state of ["live", "idle"] as const) {
    if (state === "live") world.fake.goLive("stream-1");
    else world.fake.endSession("stream-1");
    for (let times = 0; times < 2; times += 1) await read(world);
    expect(await world.stream()).toMatchObject({ status: { state } });
    expect((await world.target("a")).status.state).toBe("unknown");
  }
  expect((await world.events()).map(({ type }) => type)).not.toContain("target.failed");

  await world.update("a", { name: "again" });
  await read(world);
  expect(await world.target("again")).toMatchObject({ status: { state: "idle" }, notices: [] });
});

/** Lets the poller read all that is due within 301 seconds. */
async function read({ clock }: World): Promise<void> {
  clock.advance(301_000);
  for (let turn = 0; turn < 400; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
