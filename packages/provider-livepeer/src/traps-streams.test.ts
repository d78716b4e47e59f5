import { describe, expect, test } from "vitest";
import { livepeer } from "./livepeer.ts";
import { realClock } from "@polycast/simulators";
import { aContext, aStream, aTarget, interceptLivepeer, open } from "./test-support/simulated.ts";

interceptLivepeer();
const context = aContext();

describe.concurrent("lists", () => {
  test("objects of single sessions are no streams: neither listed nor found", async () => {
    const { provider, simulator } = open();
    const { stream } = await provider.streams.create(aStream(), context);
    await simulator.stage.connect(stream.id);
    const sessions: unknown = await provider.request?.({ path: `/stream/${stream.id}/sessions` });
    const id = Array.isArray(sessions) ? String(Reflect.get(Object(sessions[0]), "id")) : "none";
    expect(id).not.toBe(stream.id);
    expect((await provider.streams.list({ limit: 100 }, context)).data.map((one) => one.id)).toEqual([stream.id]);
    await expect(provider.streams.get(id, context)).rejects.toMatchObject({ code: "not_found" });
    await provider.streams.delete(id, context);
    expect((await provider.streams.get(stream.id, context)).status.state).toBe("live");
  });

  test("the address in the Link header is never called: it may be another host, without TLS", async () => {
    const asked: string[] = [];
    const stream = { id: "s1", name: "A", createdAt: 1 };
    const fetch = async (input: string | URL | Request): Promise<Response> => {
      const url = new URL(input instanceof Request ? input.url : input);
      asked.push(`${url.origin}${url.pathname} ${url.searchParams.get("cursor")}`);
      const link = url.searchParams.has("cursor")
        ? '<http://evil.example/api/stream?cursor=undefined>; rel="next"'
        : '<http://evil.example/api/stream?limit=1&cursor=skip1>; rel="next"';
      return Response.json([stream], { headers: { link } });
    };
    const provider = livepeer({ apiKey: "canary-key", fetch });
    const first = await provider.streams.list({ limit: 1 }, context);
    expect(first.nextCursor).toBe("skip1");
    const second = await provider.streams.list({ limit: 1, cursor: first.nextCursor ?? "" }, context);
    expect(second).not.toHaveProperty("nextCursor");
    expect(asked).toEqual(["https://livepeer.studio/api/stream null", "https://livepeer.studio/api/stream skip1"]);
  });

  test("of targets need the user's id, which is asked for once", async () => {
    const { provider, calls } = open();
    const targets = Array.from({ length: 9 }, (_, index) => aTarget(index + 1));
    const { stream } = await provider.streams.create(aStream({ targets }), context);
    await provider.targets.list(stream.id, context);
    await provider.streams.list({ limit: 10 }, context);
    expect(calls().filter((call) => call === "GET /user/me")).toHaveLength(1);
  });
});

describe.concurrent("what lingers after a session", () => {
  test("says nothing: health is told while the stream is active only", async () => {
    const { provider, simulator, clock } = open();
    const { stream } = await provider.streams.create(aStream(), context);
    await simulator.stage.connect(stream.id);
    await clock.advance(20_000);
    await simulator.stage.end(stream.id);
    expect((await provider.streams.get(stream.id, context)).notices).toEqual([]);
  });
});

describe.concurrent("terminate", () => {
  test("whose answer was lost is not sent again: a second one within five seconds is refused", async () => {
    const { provider, simulator, calls } = open();
    const { stream } = await provider.streams.create(aStream(), context);
    await simulator.stage.connect(stream.id);
    const body = { errors: ["Internal server error: FetchError"] };
    const path = `/api/stream/${stream.id}/terminate`;
    simulator.faults.add({ method: "DELETE", path, fault: { kind: "answer_after_commit", status: 500, body } });
    expect((await provider.streams.end?.(stream.id, context))?.status.state).toBe("idle");
    expect(calls().filter((call) => call.endsWith("/terminate"))).toHaveLength(1);
  });

  test("that did not work fails", async () => {
    const { provider, simulator } = open();
    const { stream } = await provider.streams.create(aStream(), context);
    const path = `/api/stream/${stream.id}/terminate`;
    simulator.faults.add({ method: "DELETE", path, fault: { kind: "answer", status: 500, body: { errors: ["no"] } } });
    await expect(provider.streams.end?.(stream.id, context)).rejects.toMatchObject({ code: "provider_unavailable" });
  });
});

test.concurrent("trap 2: deleting a stream leaves its targets behind at Livepeer: they are deleted first, so that a repeat finishes", async () => {
  const { provider, simulator, storedTargets, storedStreams } = open();
  const { stream } = await provider.streams.create(aStream({ targets: [aTarget(1), aTarget(2)] }), context);
  const body = { errors: ["no"] };
  simulator.faults.add({ method: "DELETE", path: "/api/stream/*", fault: { kind: "answer", status: 403, body } });
  await expect(provider.streams.delete(stream.id, context)).rejects.toMatchObject({ code: "forbidden" });
  await provider.streams.delete(stream.id, context);
  expect(await storedTargets()).toEqual([]);
  expect(await storedStreams()).toEqual([]);
});

test.concurrent("trap 3: a stream's change that is answered with 500 although it was saved is a success", async () => {
  const { provider, simulator } = open();
  const { stream } = await provider.streams.create(aStream(), context);
  const body = { errors: ["Internal server error: FetchError"] };
  const fault = { kind: "answer_after_commit", status: 500, body } as const;
  simulator.faults.add({ method: "PATCH", path: "/api/stream/*", times: 3, fault });
  const patch = { name: "New", metadata: { a: "b" }, enabled: false };
  expect(await provider.streams.update?.(stream.id, patch, context)).toMatchObject(patch);
  simulator.faults.add({ method: "DELETE", path: "/api/stream/*", times: 3, fault });
  await provider.streams.delete(stream.id, context);
  await expect(provider.streams.get(stream.id, context)).rejects.toMatchObject({ code: "not_found" });
});

test.concurrent("a key of another user, or one that CORS restricts, is told by what it may not do", async () => {
  const cors = "00000000-0000-4000-8000-00000000c025";
  const account = { userId: "u1", email: "a@b.example", defaultProjectId: "p1", keys: [{ key: cors, cors: true }] };
  const { provider } = open({ settings: { apiKey: cors }, simulator: { accounts: [account] } });
  await expect(provider.streams.list({ limit: 1 }, context)).rejects.toMatchObject({
    code: "forbidden",
    hint: expect.stringContaining("CORS"),
  });
});

test.concurrent("reads come from a replica that lags: what was written here a moment ago is seen, and not written over", async ({
  expect,
}) => {
  const simulator = { clock: realClock(), timings: { staleReadsMs: 90 } };
  const { provider, references, storedTargets } = open({ simulator });
  const { stream } = await provider.streams.create(aStream({ targets: [aTarget(1)] }), context);
  const [first] = stream.targets ?? [];
  if (!first) throw new Error("no target");
  const second = await provider.targets.create(stream.id, aTarget(2), context);
  await provider.targets.update?.(first, { rendition: "720p0" }, context);
  expect(await provider.targets.get(second, context)).toMatchObject({ name: "Target 2" });
  await provider.targets.update?.(second, { name: "Renamed", enabled: false }, context);
  expect(await provider.targets.get(second, context)).toMatchObject({ name: "Renamed", enabled: false });
  await provider.streams.update?.(stream.id, { name: "Later", metadata: { a: "b" } }, context);
  await provider.streams.update?.(stream.id, { reference: "r" }, context);
  expect(await provider.streams.get(stream.id, context)).toMatchObject({
    name: "Later",
    reference: "r",
    metadata: { a: "b" },
  });
  await provider.targets.delete(second, context);
  expect((await provider.targets.list(stream.id, context)).map(({ id, rendition }) => [id, rendition])).toEqual([
    [first.id, "720p0"],
  ]);
  await provider.streams.delete(stream.id, context);
  await expect(provider.streams.get(stream.id, context)).rejects.toMatchObject({ code: "not_found" });
  await expect.poll(storedTargets).toEqual([]);
  expect(await references(stream.id).catch(() => [])).toEqual([]);
});
