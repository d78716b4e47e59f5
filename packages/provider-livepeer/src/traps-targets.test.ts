import { describe, expect, test } from "vitest";
import { aContext, aStream, aTarget, interceptLivepeer, open } from "./test-support/simulated.ts";

interceptLivepeer();
const context = aContext();
const saved = { status: 500, body: { errors: ["Internal server error: FetchError"] } };
const savedAnyway = { kind: "answer_after_commit", ...saved } as const;

/** @param adapter that the test goes on with; one that was started again remembers nothing */
async function opened(count = 2, adapter: "same" | "restarted" = "same") {
  const stage = open();
  const targets = Array.from({ length: count }, (_, index) => aTarget(index + 1));
  const { stream } = await stage.provider.streams.create(aStream({ targets }), context);
  const refs = (stream.targets ?? []).map(({ id }) => ({ streamId: stream.id, id }));
  const [ref = { streamId: stream.id, id: "" }] = refs;
  stage.simulator.requests.clear();
  const provider = adapter === "same" ? stage.provider : stage.restarted();
  const names = async (): Promise<string[]> =>
    (await provider.targets.list(stream.id, context)).map(({ name }) => name);
  /** Deletes objects as somebody does who does not know that streams refer to them. */
  const poison = async (...ids: string[]): Promise<void> => {
    for (const id of ids) await stage.provider.request?.({ method: "DELETE", path: `/multistream/target/${id}` });
  };
  return { ...stage, provider, stream, refs, ref, names, poison };
}

describe.concurrent("trap 1: a reference to a deleted target makes every other change of the list fail", () => {
  test("attach takes such references out, all at once, and goes on", async () => {
    const { provider, stream, refs, names, poison, references } = await opened(4, "restarted");
    await poison(refs[0]?.id ?? "", refs[2]?.id ?? "");
    expect((await provider.streams.get(stream.id, context)).notices).toMatchObject([{ code: "dangling_targets" }]);
    await provider.targets.create(stream.id, aTarget(9), context);
    expect(await names()).toEqual(["Target 2", "Target 4", "Target 9"]);
    expect(await references(stream.id)).toHaveLength(3);
    expect((await provider.streams.get(stream.id, context)).notices).toEqual([]);
  });

  test("a change of rendition does so as well", async () => {
    const { provider, refs, ref, names, poison } = await opened(3, "restarted");
    await poison(refs[1]?.id ?? "", refs[2]?.id ?? "");
    expect(await provider.targets.update?.(ref, { rendition: "720p0" }, context)).toMatchObject({ rendition: "720p0" });
    expect(await names()).toEqual(["Target 1"]);
  });

  test("so does the delete of another target", async () => {
    const { provider, refs, ref, names, poison, storedTargets } = await opened(3, "restarted");
    await poison(refs[1]?.id ?? "", refs[2]?.id ?? "");
    await provider.targets.delete(ref, context);
    expect(await names()).toEqual([]);
    expect(await storedTargets()).toEqual([]);
  });

  test("a dangling reference can be deleted like a target", async () => {
    const { provider, ref, poison, references, stream } = await opened(2, "restarted");
    await poison(ref.id);
    await expect(provider.targets.get(ref, context)).rejects.toMatchObject({ code: "not_found" });
    expect(await provider.targets.delete(ref, context)).toEqual({});
    expect(await references(stream.id)).toHaveLength(1);
  });

  test("no target of ours poisons another stream: an object that a second stream refers to is only detached", async () => {
    const { provider, restarted, ref, stream, storedTargets, references } = await opened(1, "restarted");
    const { stream: other } = await provider.streams.create(aStream({ name: "Other" }), context);
    const path = `/stream/${other.id}/create-multistream-target`;
    await provider.request?.({ method: "POST", path, json: { id: ref.id, profile: "source" } });
    await restarted().targets.delete(ref, context);
    expect(await references(stream.id)).toEqual([]);
    expect(await storedTargets()).toMatchObject([{ id: ref.id }]);
    await provider.targets.create(other.id, aTarget(2), context);
    expect(await references(other.id)).toHaveLength(2);
    await restarted().streams.delete(other.id, context);
    expect(await storedTargets()).toEqual([]);
  });
});

describe.concurrent("trap 2: objects are left behind", () => {
  test("a refused attach leaves none", async () => {
    const { provider, stream, simulator, storedTargets, names } = await opened(1);
    const refused = { status: 400, body: { errors: ["something is wrong"] } };
    const path = `/api/stream/${stream.id}/create-multistream-target`;
    simulator.faults.add({ method: "POST", path, times: 9, fault: { kind: "answer", ...refused } });
    await expect(provider.targets.create(stream.id, aTarget(2), context)).rejects.toMatchObject({
      code: "invalid_argument",
    });
    simulator.faults.clear();
    expect(await storedTargets()).toHaveLength(1);
    expect(await names()).toEqual(["Target 1"]);
  });

  test("an attach that fails for good although it was saved leaves neither object nor reference", async () => {
    const { provider, stream, simulator, storedTargets, references } = await opened(0);
    const path = `/api/stream/${stream.id}/create-multistream-target`;
    simulator.faults.add({ method: "POST", path, fault: savedAnyway });
    // The reads by which it could be found fail too.
    const unreadable = { status: 503, body: { errors: ["down"] } };
    simulator.faults.add({
      method: "GET",
      path: "/api/stream/*",
      skip: 1,
      times: 3,
      fault: { kind: "answer", ...unreadable },
    });
    await expect(provider.targets.create(stream.id, aTarget(1), context)).rejects.toMatchObject({ outcome: "unknown" });
    expect(await storedTargets()).toEqual([]);
    expect(await references(stream.id)).toEqual([]);
  });

  test("a target that cannot be renamed is not kept under its first name", async () => {
    const { provider, stream, simulator, storedTargets } = await opened(0);
    const forbidden = { status: 403, body: { errors: ["credential has insufficent privileges"] } };
    simulator.faults.add({
      method: "PATCH",
      path: "/api/multistream/target/*",
      fault: { kind: "answer", ...forbidden },
    });
    await expect(provider.targets.create(stream.id, aTarget(1), context)).rejects.toMatchObject({ code: "forbidden" });
    expect(await storedTargets()).toEqual([]);
  });

  test("what cannot be removed is named", async () => {
    const { provider, stream, simulator, storedTargets } = await opened(0);
    const down = { status: 503, body: { errors: ["down"] } };
    const attach = `/api/stream/${stream.id}/create-multistream-target`;
    simulator.faults.add({
      method: "POST",
      path: attach,
      times: 9,
      fault: { kind: "answer", status: 403, body: { errors: ["no"] } },
    });
    simulator.faults.add({
      method: "DELETE",
      path: "/api/multistream/target/*",
      times: 9,
      fault: { kind: "answer", ...down },
    });
    const failed = provider.targets.create(stream.id, aTarget(1), context).catch((error: unknown) => error);
    const error = await failed;
    simulator.faults.clear();
    const [remaining] = await storedTargets();
    expect(error).toMatchObject({ code: "forbidden", hint: expect.stringContaining(`target ${remaining?.id}`) });
  });
});

describe.concurrent("trap 3: a 500 although the change was saved", () => {
  test.each([
    ["the object's creation", "POST", "/api/multistream/target"],
    ["its renaming", "PATCH", "/api/multistream/target/*"],
    ["the attach", "POST", "/api/stream/*/create-multistream-target"],
  ])("of %s: exactly one target is there", async (_name, method, path) => {
    const { provider, stream, simulator, names, storedTargets, references } = await opened(2);
    simulator.faults.add({ method, path, times: 3, fault: savedAnyway });
    await provider.targets.create(stream.id, aTarget(3), context);
    simulator.faults.clear();
    expect(await names()).toEqual(["Target 1", "Target 2", "Target 3"]);
    expect(await references(stream.id)).toHaveLength(3);
    expect((await storedTargets()).map(({ name }) => name).toSorted()).toEqual(["Target 1", "Target 2", "Target 3"]);
  });

  test.each([
    ["a switch", "PATCH", "/api/multistream/target/*", { enabled: false }],
    ["a name", "PATCH", "/api/multistream/target/*", { name: "New" }],
    ["a rendition", "PATCH", "/api/stream/*", { rendition: "720p0" }],
  ])("of %s: read back, and a success", async (_name, method, path, patch) => {
    const { provider, ref, simulator } = await opened(2);
    simulator.faults.add({ method, path, times: 3, fault: savedAnyway });
    expect(await provider.targets.update?.(ref, patch, context)).toMatchObject(patch);
    simulator.faults.clear();
    expect(await provider.targets.get(ref, context)).toMatchObject(patch);
  });

  test("of a new URL, which cannot be read back: nobody knows, and that is said", async () => {
    const { provider, ref, simulator } = await opened(1);
    simulator.faults.add({ method: "PATCH", path: "/api/multistream/target/*", times: 3, fault: savedAnyway });
    const moved = provider.targets.update?.(
      ref,
      { destination: { url: "rtmp://new.example/app", streamKey: "canary" } },
      context,
    );
    await expect(moved).rejects.toMatchObject({ outcome: "unknown", code: "provider_unavailable" });
    expect(await provider.targets.get(ref, context)).toHaveProperty("destination", { redacted: true });
  });

  test.each([
    ["the detach", "/api/stream/*/multistream/*"],
    ["the delete", "/api/multistream/target/*"],
  ])("of %s: it is gone", async (_name, path) => {
    const { provider, ref, simulator, names, storedTargets } = await opened(2);
    simulator.faults.add({ method: "DELETE", path, times: 3, fault: savedAnyway });
    await provider.targets.delete(ref, context);
    simulator.faults.clear();
    expect(await names()).toEqual(["Target 2"]);
    expect(await storedTargets()).toHaveLength(1);
  });
});

describe.concurrent("trap 4: the list of a stream is read, changed and written back without a check", () => {
  test("five concurrent creates are all there", async () => {
    const { provider, stream, names, storedTargets } = await opened(1);
    const many = [2, 3, 4, 5, 6].map((n) => provider.targets.create(stream.id, aTarget(n), context));
    await Promise.all(many);
    expect((await names()).toSorted()).toEqual([1, 2, 3, 4, 5, 6].map((n) => `Target ${n}`));
    expect(await storedTargets()).toHaveLength(6);
  });

  test("creates, deletes and renditions at the same time do not undo each other", async () => {
    const { provider, stream, refs, references } = await opened(3);
    const [first, second, third] = refs;
    if (!first || !second || !third) throw new Error("three targets");
    await Promise.all([
      provider.targets.delete(first, context),
      provider.targets.create(stream.id, aTarget(4), context),
      provider.targets.update?.(second, { rendition: "720p0" }, context),
      provider.targets.delete(third, context),
    ]);
    expect((await references(stream.id)).map(({ profile }) => profile)).toEqual(["720p0", "source"]);
  });
});

test.concurrent("a name that is empty is ignored by the server: the model has none", async () => {
  const { provider, ref } = await opened(1);
  await provider.request?.({ method: "PATCH", path: `/multistream/target/${ref.id}`, json: { name: "" } });
  expect((await provider.targets.get(ref, context)).name).toBe("Target 1");
});

test.concurrent("references are checked against a replica that lags: a target that was made a moment ago is attached all the same", async () => {
  const { provider, stream, simulator, names } = await opened(0);
  const lagging = { status: 400, body: { errors: ['multistream target not found: "x"'] } };
  const path = `/api/stream/${stream.id}/create-multistream-target`;
  simulator.faults.add({ method: "POST", path, fault: { kind: "answer", ...lagging } });
  await provider.targets.create(stream.id, aTarget(1), context);
  expect(await names()).toEqual(["Target 1"]);
});
