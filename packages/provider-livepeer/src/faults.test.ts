import { describe, expect, test } from "vitest";
import { aContext, aStream, aTarget, interceptLivepeer, open } from "./test-support/simulated.ts";

interceptLivepeer();
const context = aContext();
const three = () => aStream({ targets: [aTarget(1), aTarget(2), aTarget(3)] });
const impatient = { settings: { attemptTimeoutMs: 150 } };

type Rule = Parameters<ReturnType<typeof open>["simulator"]["faults"]["add"]>[0];
const limited: Rule["fault"] = {
  kind: "answer",
  status: 429,
  headers: { "retry-after": "1" },
  body: { errors: ["slow down"] },
};
const savedAnyway: Rule["fault"] = {
  kind: "answer_after_commit",
  status: 500,
  body: { errors: ["Internal server error: FetchError"] },
};
const lost: Rule["fault"] = { kind: "hang", afterCommit: true };
const cut: Rule["fault"] = { kind: "truncate" };
const down: Rule["fault"] = { kind: "answer", status: 503, body: { errors: ["down"] } };

async function whole(stage: ReturnType<typeof open>): Promise<void> {
  const { stream, ingest } = await stage.provider.streams.create(three(), context);
  stage.simulator.faults.clear();
  expect(ingest).toHaveLength(2);
  expect(stream.targets?.map(({ name }) => name)).toEqual(["Target 1", "Target 2", "Target 3"]);
  expect((await stage.provider.streams.get(stream.id, context)).targets).toHaveLength(3);
  expect(await stage.storedStreams()).toHaveLength(1);
  expect(await stage.storedTargets()).toHaveLength(3);
}

describe.concurrent("a stream with three targets is made once, whole, through", () => {
  test("429 with Retry-After", async () => {
    const stage = open();
    stage.simulator.faults.add({ method: "POST", path: "/api/stream", fault: limited });
    await whole(stage);
  });

  test.each<[string, Rule["fault"], string]>([
    ["an answer of the stream that never comes", lost, "/api/stream"],
    ["a 500 of the stream although it was saved", savedAnyway, "/api/stream"],
    ["half an answer of the stream", cut, "/api/stream"],
    ["a 503 of the stream, which was not made", down, "/api/stream"],
    ["an answer of a target that never comes", lost, "/api/multistream/target"],
    ["a 500 of a target although it was saved", savedAnyway, "/api/multistream/target"],
    ["half an answer of a target", cut, "/api/multistream/target"],
  ])("%s", async (_name, fault, path) => {
    const stage = open(impatient);
    stage.simulator.faults.add({ method: "POST", path, fault });
    await whole(stage);
  });

  test("a replica that does not know the targets yet", async () => {
    const stage = open();
    const lagging = { status: 400, body: { errors: ['multistream target not found: "x"'] } };
    stage.simulator.faults.add({ method: "POST", path: "/api/stream", fault: { kind: "answer", ...lagging } });
    await whole(stage);
  });
});

describe.concurrent("a target is attached once through", () => {
  const attached = async (stage: ReturnType<typeof open>, fault: Rule["fault"]): Promise<boolean> => {
    const { stream } = await stage.provider.streams.create(aStream({ targets: [aTarget(1)] }), context);
    const path = `/api/stream/${stream.id}/create-multistream-target`;
    stage.simulator.faults.add({ method: "POST", path, fault });
    const made = await stage.provider.targets.create(stream.id, aTarget(2), context);
    stage.simulator.faults.clear();
    const ids = (await stage.references(stream.id)).map(({ id }) => id);
    return ids.length === 2 && ids[1] === made.id && (await stage.storedTargets()).length === 2;
  };

  test.each<[string, Rule["fault"]]>([
    ["429 with Retry-After", limited],
    ["an answer that never comes, although it was saved", lost],
    ["an answer that never comes, and it was not", { kind: "hang", afterCommit: false }],
    ["half an answer", cut],
    ["a 500 although it was saved", savedAnyway],
    ["a 503", down],
  ])("%s", async (_name, fault) => {
    expect(await attached(open(impatient), fault)).toBe(true);
  });

  test("a 500 although it was saved, unseen by the read after it: the second attach is told that it is there", async () => {
    const stage = open();
    const { stream } = await stage.provider.streams.create(aStream({ targets: [aTarget(1)] }), context);
    const body: unknown = await stage.provider.request?.({ path: `/stream/${stream.id}` });
    const attach = `/api/stream/${stream.id}/create-multistream-target`;
    stage.simulator.faults.add({ method: "POST", path: attach, fault: savedAnyway });
    const stale: Rule["fault"] = { kind: "answer", status: 200, body };
    stage.simulator.faults.add({ method: "GET", path: `/api/stream/${stream.id}`, skip: 1, times: 3, fault: stale });
    stage.simulator.requests.clear();
    const made = await stage.provider.targets.create(stream.id, aTarget(2), context);
    stage.simulator.faults.clear();
    expect(stage.calls().filter((call) => call.endsWith("/create-multistream-target"))).toHaveLength(2);
    expect((await stage.references(stream.id)).filter(({ id }) => id === made.id)).toHaveLength(1);
  });
});

describe.concurrent("all or nothing", () => {
  test.each<[string, Rule, string]>([
    [
      "the last target is refused",
      {
        method: "POST",
        path: "/api/multistream/target",
        skip: 2,
        fault: { kind: "answer", status: 403, body: { errors: ["no"] } },
      },
      "forbidden",
    ],
    [
      "the stream is refused",
      {
        method: "POST",
        path: "/api/stream",
        times: 9,
        fault: { kind: "answer", status: 403, body: { errors: ["no"] } },
      },
      "forbidden",
    ],
    [
      "the stream is not made, time after time",
      { method: "POST", path: "/api/stream", times: 9, fault: down },
      "provider_unavailable",
    ],
  ])("%s: nothing is left", async (_name, rule, code) => {
    const stage = open();
    stage.simulator.faults.add(rule);
    await expect(stage.provider.streams.create(three(), context)).rejects.toMatchObject({ code });
    stage.simulator.faults.clear();
    expect(await stage.storedStreams()).toEqual([]);
    expect(await stage.storedTargets()).toEqual([]);
  });

  test("the stream is saved, and nobody can tell: it is found and removed", async () => {
    const stage = open();
    stage.simulator.faults.add({ method: "POST", path: "/api/stream", fault: savedAnyway });
    stage.simulator.faults.add({ method: "GET", path: "/api/stream", times: 3, fault: down });
    await expect(stage.provider.streams.create(three(), context)).rejects.toMatchObject({ outcome: "unknown" });
    expect(await stage.storedStreams()).toEqual([]);
    expect(await stage.storedTargets()).toEqual([]);
  });

  test("it cannot be switched off: nothing is left", async () => {
    const stage = open();
    stage.simulator.faults.add({ method: "PATCH", path: "/api/stream/*", times: 9, fault: down });
    await expect(stage.provider.streams.create({ ...three(), enabled: false }, context)).rejects.toMatchObject({
      outcome: "unknown",
    });
    stage.simulator.faults.clear();
    expect(await stage.storedStreams()).toEqual([]);
    expect(await stage.storedTargets()).toEqual([]);
  });

  test("what could not be removed is named", async () => {
    const stage = open();
    stage.simulator.faults.add({
      method: "POST",
      path: "/api/stream",
      fault: { kind: "answer", status: 403, body: { errors: ["no"] } },
    });
    stage.simulator.faults.add({
      method: "DELETE",
      path: "/api/multistream/target/*",
      times: 3,
      fault: { kind: "answer", status: 403, body: { errors: ["no"] } },
    });
    const error: unknown = await stage.provider.streams.create(three(), context).catch((thrown: unknown) => thrown);
    const ids = (await stage.storedTargets()).map(({ id }) => id);
    expect(ids).toHaveLength(3);
    for (const id of ids) expect(error).toMatchObject({ code: "forbidden", hint: expect.stringContaining(id) });
  });

  test("an abort in the middle: its reason is thrown, and what was made is removed", async ({ expect }) => {
    const stage = open();
    stage.simulator.faults.add({ method: "POST", path: "/api/stream", fault: lost });
    const abort = new AbortController();
    const reason = new Error("the caller has left");
    const created = stage.provider.streams
      .create(three(), aContext({ signal: abort.signal }))
      .catch((error: unknown) => error);
    await expect.poll(() => stage.calls()).toContain("POST /stream");
    abort.abort(reason);
    expect(await created).toBe(reason);
    expect(await stage.storedStreams()).toEqual([]);
    expect(await stage.storedTargets()).toEqual([]);
  });
});

test.concurrent("an abort before the first call makes none", async () => {
  const stage = open();
  const signal = AbortSignal.abort(new Error("too late"));
  await expect(stage.provider.streams.get("s1", aContext({ signal }))).rejects.toThrow("too late");
  await expect(stage.provider.streams.create(three(), aContext({ signal }))).rejects.toThrow("too late");
  expect(await stage.storedTargets()).toEqual([]);
});

test.concurrent("a read survives one 503, and tells a longer outage as one", async () => {
  const stage = open();
  const { stream } = await stage.provider.streams.create(aStream(), context);
  stage.simulator.faults.add({ method: "GET", path: "/api/stream/*", fault: down });
  expect((await stage.provider.streams.get(stream.id, context)).id).toBe(stream.id);
  stage.simulator.faults.add({ method: "GET", path: "/api/stream/*", times: 9, fault: down });
  await expect(stage.provider.streams.get(stream.id, context)).rejects.toMatchObject({
    code: "provider_unavailable",
    retryable: true,
    outcome: "not_applied",
    provider: "livepeer",
  });
});

test.concurrent("an answer that is none is told as that", async () => {
  const stage = open();
  const garbage = { status: 200, body: { id: 5 } };
  stage.simulator.faults.add({ method: "GET", path: "/api/stream/*", fault: { kind: "answer", ...garbage } });
  await expect(stage.provider.streams.get("s1", context)).rejects.toMatchObject({ code: "provider_response_invalid" });
});
