import { expect, test } from "vitest";
import { aContext, aStream, aTarget, interceptLivepeer, open } from "./test-support/simulated.ts";

interceptLivepeer();
const context = aContext();
const mark = "(polycast 0a1b2c3d-0000-4000-8000-0000000000aa)";

async function opened() {
  const world = open();
  const post = async (path: string, json: unknown): Promise<string> => {
    const answer: unknown = await world.provider.request?.({ method: "POST", path, json });
    return String(Reflect.get(Object(answer), "id"));
  };
  const store = (name: string) =>
    post("/multistream/target", { name, url: `rtmp://live.example/app/${crypto.randomUUID()}` });
  return { ...world, post, store };
}

test("what a process left half-way is removed or finished, and nothing that could be anybody else's", async () => {
  const { provider, restarted, store, storedTargets } = await opened();
  const { stream } = await provider.streams.create(aStream({ targets: [aTarget(1)] }), context);
  await store(`Twitch ${mark}`);
  await store("A target of somebody's library");
  for (const name of [`Slow ${mark}`, `removed ${mark}`]) {
    const json = { profile: "source", id: await store(name) };
    await provider.request?.({ method: "POST", path: `/stream/${stream.id}/create-multistream-target`, json });
  }
  await restarted().cleanUp?.([stream.id], context);
  expect((await storedTargets()).map(({ name }) => name).toSorted()).toEqual([
    "A target of somebody's library",
    "Slow",
    "Target 1",
    `removed ${mark}`,
  ]);
});

test("a reference to what is gone is taken out of our streams, and of no other", async () => {
  const { provider, restarted, references } = await opened();
  const [ours, theirs] = await Promise.all(
    [1, 2].map(async (n) => {
      const { stream } = await provider.streams.create(aStream({ targets: [aTarget(n), aTarget(n + 5)] }), context);
      await provider.request?.({ method: "DELETE", path: `/multistream/target/${stream.targets?.[0]?.id}` });
      return stream;
    }),
  );
  if (!ours || !theirs) throw new Error("two were made");
  await restarted().cleanUp?.([ours.id], context);
  expect(await references(ours.id)).toMatchObject([{ id: ours.targets?.[1]?.id }]);
  expect(await references(theirs.id)).toHaveLength(2);
});

test("who dies between two calls of a create or a deletion leaves nothing that the next one does not find", async () => {
  const { provider, simulator, restarted, storedTargets } = await opened();
  const { stream } = await provider.streams.create(aStream({ targets: [aTarget(1)] }), context);
  const hang = { kind: "hang", afterCommit: false } as const;
  const die = async (path: string, call: (signal: AbortSignal) => Promise<unknown> | undefined): Promise<void> => {
    // Whatever it asks for after that call never gets an answer, as if it were gone.
    simulator.faults.add({ path, method: "POST", fault: hang, times: 100 });
    simulator.faults.add({ path, method: "DELETE", fault: hang, times: 100 });
    simulator.faults.add({ path: "/api/multistream/target/*", method: "DELETE", fault: hang, times: 100 });
    void call(new AbortController().signal)?.catch(() => undefined);
  };
  const before = simulator.requests.all().length;
  await die("/api/stream/*/create-multistream-target", (signal) =>
    provider.targets.create(stream.id, aTarget(2), { signal }),
  );
  await expect
    .poll(() =>
      simulator.requests
        .all()
        .slice(before)
        .some(({ path }) => path.endsWith("create-multistream-target")),
    )
    .toBe(true);
  await die("/api/multistream/target/*", (signal) =>
    restarted().targets.delete({ streamId: stream.id, id: stream.targets?.[0]?.id ?? "" }, { signal }),
  );
  await expect
    .poll(() =>
      simulator.requests
        .all()
        .some(({ method, path }) => method === "DELETE" && path.startsWith("/api/multistream/target/")),
    )
    .toBe(true);
  expect(await storedTargets()).toHaveLength(2);
  simulator.faults.clear();
  await restarted().cleanUp?.([stream.id], context);
  expect(await storedTargets()).toEqual([]);
});
