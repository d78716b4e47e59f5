import { describe, expect, test } from "vitest";
import { aContext, aStream, aTarget, interceptLivepeer, open } from "./test-support/simulated.ts";

interceptLivepeer();
const context = aContext();
const refused = { kind: "answer", status: 403, body: { errors: ["no"] } } as const;

async function opened() {
  const stage = open();
  const { stream } = await stage.provider.streams.create(aStream({ targets: [aTarget(1), aTarget(2)] }), context);
  const [target] = stream.targets ?? [];
  return { ...stage, stream, ref: { streamId: stream.id, id: target?.id ?? "" } };
}

describe.concurrent("a change that is made in part says so", () => {
  test.each([
    ["the second object", "/api/multistream/target/*", 1],
    ["the stream itself", "/api/stream/*", 0],
  ])("delete of a stream: %s is refused", async (_name, path, skip) => {
    const { provider, stream, simulator, storedTargets, storedStreams } = await opened();
    simulator.faults.add({ method: "DELETE", path, skip, fault: refused });
    await expect(provider.streams.delete(stream.id, context)).rejects.toMatchObject({
      code: "forbidden",
      outcome: "unknown",
      hint: expect.stringContaining("delete it again"),
    });
    await provider.streams.delete(stream.id, context);
    expect(await storedTargets()).toEqual([]);
    expect(await storedStreams()).toEqual([]);
  });

  test("delete of a stream: nothing is removed", async () => {
    const { provider, stream, simulator } = await opened();
    simulator.faults.add({ method: "DELETE", times: 2, fault: refused });
    await expect(provider.streams.delete(stream.id, context)).rejects.toMatchObject({ outcome: "not_applied" });
  });

  test("delete of a target whose object is refused, and its repeat", async () => {
    const { provider, ref, simulator, storedTargets } = await opened();
    simulator.faults.add({ method: "DELETE", path: "/api/multistream/target/*", times: 2, fault: refused });
    const failed = { code: "forbidden", hint: expect.stringContaining(ref.id) };
    await expect(provider.targets.delete(ref, context)).rejects.toMatchObject({ ...failed, outcome: "unknown" });
    await expect(provider.targets.delete(ref, context)).rejects.toMatchObject({ ...failed, outcome: "not_applied" });
    await provider.targets.delete(ref, context);
    expect(await storedTargets()).toHaveLength(1);
  });
});

describe.concurrent("a change that was made, and cannot be read afterwards", () => {
  test.each([["name", { name: "Later" }] as const, ["enabled", { enabled: false }] as const])(
    "%s of a stream: nothing is read after it",
    async (_name, patch) => {
      const { provider, stream, simulator, calls } = await opened();
      simulator.requests.clear();
      expect(await provider.streams.update?.(stream.id, patch, context)).toMatchObject(patch);
      expect(calls().at(-1)).toBe(`PATCH /stream/${stream.id}`);
    },
  );

  test("the end of a session is told as made, perhaps", async () => {
    const { provider, stream, simulator } = await opened();
    await simulator.stage.connect(stream.id);
    simulator.faults.add({ method: "GET", path: "/api/stream/*", skip: 1, times: 9, fault: refused });
    await expect(provider.streams.end?.(stream.id, context)).rejects.toMatchObject({
      code: "forbidden",
      outcome: "unknown",
      hint: expect.stringContaining("has ended the session"),
    });
  });
});
