import { describe, expect, test } from "vitest";
import { aContext, aDestination, aStream, aTarget, interceptLivepeer, open } from "./test-support/simulated.ts";

interceptLivepeer();
const context = aContext();

async function opened(targets = [aTarget(1)]) {
  const stage = open();
  const { stream } = await stage.provider.streams.create(aStream({ targets }), context);
  const [first] = stream.targets ?? [];
  stage.simulator.requests.clear();
  return { ...stage, stream, ref: { streamId: stream.id, id: first?.id ?? "" } };
}

describe.concurrent("create", () => {
  test("makes one object and one reference", async () => {
    const { provider, stream, references, storedTargets } = await opened();
    const target = await provider.targets.create(
      stream.id,
      aTarget(2, { rendition: "480p0", enabled: false }),
      context,
    );
    expect(target).toMatchObject({
      streamId: stream.id,
      provider: "livepeer",
      name: "Target 2",
      enabled: false,
      rendition: "480p0",
      status: { state: "disabled", source: "api" },
      destination: { redacted: true, protocol: "rtmp", host: "live2.example", app: "app" },
    });
    expect(target).not.toHaveProperty("pending");
    expect(await provider.targets.get(target, context)).toMatchObject({ ...target, status: { state: "disabled" } });
    expect((await provider.targets.list(stream.id, context)).map(({ name }) => name)).toEqual(["Target 1", "Target 2"]);
    expect((await references(stream.id)).at(-1)).toEqual({ id: target.id, profile: "480p0" });
    expect(await storedTargets()).toHaveLength(2);
  });

  test("takes four calls, and reading it afterwards two: nothing is read again that shows what was written", async () => {
    const { provider, stream, simulator, calls } = await opened([]);
    const target = await provider.targets.create(stream.id, aTarget(2, { videoOnly: true }), context);
    expect(calls()).toEqual([
      `GET /stream/${stream.id}`,
      "POST /multistream/target",
      `POST /stream/${stream.id}/create-multistream-target`,
      `PATCH /multistream/target/${target.id}`,
    ]);
    simulator.requests.clear();
    await provider.targets.get(target, context);
    expect(calls()).toEqual([`GET /stream/${stream.id}`, `GET /multistream/target/${target.id}`]);
  });

  test("one whose process died before it could take its mark away is called what it was to be called", async () => {
    const { provider, ref } = await opened();
    const json = { name: "Target 1 (polycast 0a1b2c3d-0000-4000-8000-0000000000aa)" };
    await provider.request?.({ method: "PATCH", path: `/multistream/target/${ref.id}`, json });
    expect(await provider.targets.get(ref, context)).toMatchObject({ name: "Target 1" });
  });

  test("while live is promised for the next session, and nobody knows how it goes", async () => {
    const { provider, stream, simulator } = await opened();
    await simulator.stage.connect(stream.id);
    expect(await provider.targets.create(stream.id, aTarget(2), context)).toMatchObject({
      status: { state: "unknown", native: "isActive: true", source: "assumed" },
      pending: { changes: ["create"], applies: "next_session" },
    });
  });

  test("a rendition that the stream has not is refused before anything is made", async () => {
    const { provider, stream, calls } = await opened();
    const created = provider.targets.create(stream.id, aTarget(2, { rendition: "1080p" }), context);
    await expect(created).rejects.toMatchObject({ code: "invalid_argument", issues: [{ path: "rendition" }] });
    expect(calls()).toEqual([`GET /stream/${stream.id}`]);
  });

  test("the destination of another target in the same rendition is a conflict, as far as this process knows", async () => {
    const { provider, stream, storedTargets } = await opened();
    const same = aTarget(2, {
      destination: { url: "rtmp://live1.example:1935/app/", streamKey: "canary-target-key-1" },
    });
    await expect(provider.targets.create(stream.id, same, context)).rejects.toMatchObject({ code: "conflict" });
    expect(await storedTargets()).toHaveLength(1);
    await provider.targets.create(stream.id, { ...same, rendition: "720p0" }, context);
  });

  test("with the same idempotency key makes one", async () => {
    const { provider, stream, storedTargets } = await opened([]);
    const keyed = aContext({ idempotencyKey: "k" });
    const first = await provider.targets.create(stream.id, aTarget(1), keyed);
    const second = await provider.targets.create(stream.id, aTarget(1), keyed);
    expect(second.id).toBe(first.id);
    expect(await storedTargets()).toHaveLength(1);
  });
});

describe.concurrent("get", () => {
  test("of another stream's target, and of none, is not found", async () => {
    const { provider, ref } = await opened();
    const { stream: other } = await provider.streams.create(aStream(), context);
    const notFound = { code: "not_found", provider: "livepeer" };
    await expect(provider.targets.get({ streamId: other.id, id: ref.id }, context)).rejects.toMatchObject(notFound);
    await expect(provider.targets.get({ ...ref, id: "none" }, context)).rejects.toMatchObject(notFound);
    await expect(provider.targets.get({ ...ref, id: "../x" }, context)).rejects.toMatchObject(notFound);
    await expect(
      provider.targets.update?.({ streamId: other.id, id: ref.id }, { enabled: false }, context),
    ).rejects.toMatchObject(notFound);
  });

  test("after a restart its destination is not known, which is said", async () => {
    const { restarted, ref } = await opened();
    const read = await restarted().targets.get(ref, context);
    expect(read.destination).toEqual({ redacted: true });
    expect(read).toMatchObject({
      notices: [{ code: "destination_not_readable" }],
    });
    expect(await restarted().targets.hasDestination?.(ref, aDestination(1), context)).toBeUndefined();
  });
});

describe.concurrent("update", () => {
  test("of name, switch and destination is one call, and keeps the id", async () => {
    const { provider, ref, calls, storedTargets } = await opened();
    const destination = { url: "rtmps://new.example/live", streamKey: "canary-new-key" } as const;
    const updated = await provider.targets.update?.(ref, { name: "New", enabled: false, destination }, context);
    expect(updated).toMatchObject({
      id: ref.id,
      name: "New",
      enabled: false,
      status: { state: "disabled" },
      destination: { protocol: "rtmps", host: "new.example" },
    });
    expect(calls().filter((call) => !call.startsWith("GET"))).toEqual([`PATCH /multistream/target/${ref.id}`]);
    expect(await provider.targets.get(ref, context)).toMatchObject({
      name: "New",
      enabled: false,
      destination: { host: "new.example" },
    });
    expect(await storedTargets()).toMatchObject([{ id: ref.id, name: "New", disabled: true }]);
    expect((await provider.targets.update?.(ref, { enabled: true }, context))?.status.state).toBe("idle");
  });

  test("of the rendition rewrites the reference in its place, with the same object", async () => {
    const { provider, stream, ref, references } = await opened([aTarget(1), aTarget(2)]);
    const updated = await provider.targets.update?.(ref, { rendition: "360p0", videoOnly: true }, context);
    expect(updated).toMatchObject({ id: ref.id, rendition: "360p0", videoOnly: true });
    expect(await references(stream.id)).toEqual([
      { id: ref.id, profile: "360p0", videoOnly: true },
      { id: stream.targets?.[1]?.id, profile: "source" },
    ]);
    expect(await provider.targets.update?.(ref, { videoOnly: false }, context)).not.toHaveProperty("videoOnly");
  });

  test("to a rendition that the stream has not changes nothing", async () => {
    const { provider, ref, calls } = await opened();
    await expect(provider.targets.update?.(ref, { rendition: "9k" }, context)).rejects.toMatchObject({
      code: "invalid_argument",
    });
    expect(calls().every((call) => call.startsWith("GET"))).toBe(true);
  });

  test("while live is promised for the next session; a name counts at once", async () => {
    const { provider, stream, ref, simulator } = await opened();
    await simulator.stage.connect(stream.id);
    expect(await provider.targets.update?.(ref, { name: "New" }, context)).not.toHaveProperty("pending");
    expect(await provider.targets.update?.(ref, { enabled: true }, context)).not.toHaveProperty("pending");
    expect(await provider.targets.update?.(ref, { enabled: false }, context)).toMatchObject({
      pending: { changes: ["disable"], applies: "next_session" },
    });
  });

  test("a target whose profile somebody took away can still be switched off", async () => {
    const { provider, stream, ref } = await opened([aTarget(1, { rendition: "720p0" })]);
    await provider.request?.({ method: "PATCH", path: `/stream/${stream.id}`, json: { profiles: [] } });
    expect(await provider.targets.update?.(ref, { enabled: false }, context)).toMatchObject({
      enabled: false,
      rendition: "720p0",
    });
  });

  test("that asks for nothing new writes nothing", async () => {
    const { provider, ref, calls } = await opened();
    expect(await provider.targets.update?.(ref, { rendition: "source" }, context)).toMatchObject({ id: ref.id });
    expect(calls().every((call) => call.startsWith("GET"))).toBe(true);
  });
});

describe.concurrent("delete", () => {
  test("takes the reference and the object, in this order; twice is a success", async () => {
    const { provider, stream, ref, calls, references, storedTargets } = await opened([aTarget(1), aTarget(2)]);
    expect(await provider.targets.delete(ref, context)).toEqual({});
    expect(calls().filter((call) => call.startsWith("DELETE"))).toEqual([
      `DELETE /stream/${stream.id}/multistream/${ref.id}`,
      `DELETE /multistream/target/${ref.id}`,
    ]);
    expect(await references(stream.id)).toHaveLength(1);
    expect(await storedTargets()).toHaveLength(1);
    expect(await provider.targets.delete(ref, context)).toEqual({});
    expect(await provider.targets.delete({ streamId: "none", id: "none" }, context)).toEqual({});
  });

  test("through another stream touches nothing", async () => {
    const { provider, ref, storedTargets } = await opened();
    const { stream: other } = await provider.streams.create(aStream(), context);
    await provider.targets.delete({ streamId: other.id, id: ref.id }, context);
    expect(await storedTargets()).toHaveLength(1);
    expect(await provider.targets.get(ref, context)).toBeDefined();
  });
});
