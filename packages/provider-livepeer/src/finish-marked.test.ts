import { expect, test } from "vitest";
import { aContext, aStream, aTarget, interceptLivepeer, open } from "./test-support/simulated.ts";

interceptLivepeer();
const context = aContext();
const names = (list: readonly { name: string }[]): string[] => list.map(({ name }) => name).toSorted();
const MARKED = /^Target 2 \(polycast [0-9a-f-]{36}\)$/u;

/** Where the process dies: what it asks for from there on never gets an answer. */
type Death = { path: string; method: "POST" | "PATCH"; afterCommit?: boolean };

/** An account with a stream, and what remains of a call with the mark `ours` whose process died. */
async function leftBy({ path, method, afterCommit = false }: Death, what: "stream" | "target") {
  const stage = open();
  const { provider, simulator, storedTargets } = stage;
  const { stream } = await provider.streams.create(aStream({ targets: [aTarget(1)] }), context);
  const before = simulator.requests.all().length;
  const match = path.replaceAll("*", ".*");
  simulator.faults.add({ path, method, fault: { kind: "hang", afterCommit }, times: 100 });
  const dying = aContext({ mark: "ours" });
  const call =
    what === "stream"
      ? provider.streams.create(aStream({ targets: [aTarget(2)] }), dying)
      : provider.targets.create(stream.id, aTarget(2), dying);
  call.catch(() => undefined);
  const isThere = () =>
    simulator.requests
      .all()
      .slice(before)
      .some((request) => request.method === method && new RegExp(`^${match}$`, "u").test(request.path));
  await expect.poll(isThere).toBe(true);
  simulator.faults.clear();
  expect(names(await storedTargets())).toEqual(["Target 1", expect.stringMatching(MARKED)]);
  const next = stage.restarted();
  return { ...stage, stream, next, finish: async (mark: string) => next.finish?.(mark, context) };
}

test.each<[string, Death, "stream" | "target"]>([
  ["a stream", { path: "/api/stream", method: "POST" }, "stream"],
  ["a target", { path: "/api/stream/*/create-multistream-target", method: "POST" }, "target"],
])("objects that %s of a dead process was to refer to are removed at once, and no others", async (_name, at, what) => {
  const { finish, storedTargets } = await leftBy(at, what);
  await finish("another's");
  expect(await storedTargets()).toHaveLength(2);
  await finish("ours");
  expect(names(await storedTargets())).toEqual(["Target 1"]);
});

test.each<[string, Death, "stream" | "target"]>([
  ["stream", { path: "/api/multistream/target/*", method: "PATCH" }, "stream"],
  ["target", { path: "/api/multistream/target/*", method: "PATCH" }, "target"],
])("an object that is in use gets its name: a %s", async (_name, at, what) => {
  const { finish, next, storedTargets, storedStreams } = await leftBy(at, what);
  await finish("ours");
  expect(names(await storedTargets())).toEqual(["Target 1", "Target 2"]);
  expect(await storedStreams()).toHaveLength(what === "stream" ? 2 : 1);
  const { data } = await next.streams.list({ limit: 10 }, context);
  expect(names(data.flatMap(({ targets = [] }) => targets))).toEqual(["Target 1", "Target 2"]);
});

test("a half-removed one, of a call without a mark, is left to the clean-up", async () => {
  const { next, stream, finish, storedTargets, provider } = await leftBy(
    { path: "/api/stream/*/create-multistream-target", method: "POST" },
    "target",
  );
  const json = { name: "Other (polycast 0a1b2c3d-0000-4000-8000-0000000000aa)", url: "rtmp://live.example/app/k" };
  await provider.request?.({ method: "POST", path: "/multistream/target", json });
  await finish("ours");
  expect(names(await storedTargets())).toEqual([json.name, "Target 1"]);
  await next.cleanUp?.([stream.id], context);
  expect(names(await storedTargets())).toEqual(["Target 1"]);
});
