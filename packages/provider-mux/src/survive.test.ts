import { describe, expect, test } from "vitest";
import { streamWith, target, wanted } from "./test-support/account.ts";
import { asked, context, failure, type Simulated, simulated, useSimulators } from "./test-support/simulated.ts";

useSimulators();

const streams = "/video/v1/live-streams";
const targets = `${streams}/*/simulcast-targets`;
const attemptTimeoutMs = 250;

async function names({ client }: Simulated): Promise<string[]> {
  return (await client.streams.list({ limit: 100 })).data.map(({ name }) => name);
}

const troubles = [
  ["an error after it took effect", { kind: "answer_after_commit", status: 500 }],
  ["no answer after it took effect", { kind: "hang", afterCommit: true }],
  ["a broken answer after it took effect", { kind: "truncate" }],
  ["an error before it took effect", { kind: "answer", status: 503 }],
  ["no answer, and no effect", { kind: "hang", afterCommit: false }],
] as const;

describe("a stream with three targets is made once", () => {
  const input = { name: "Show", targets: [target(1), target(2), target(3)] };

  test("429 with Retry-After: 1", async () => {
    const account = simulated();
    const headers = { "retry-after": "1" };
    const body = { errors: ["Too many requests, retry later."] };
    account.simulator.faults.add({
      method: "POST",
      path: streams,
      fault: { kind: "answer", status: 429, headers, body },
    });
    const { stream } = await account.client.streams.create(input);
    expect(stream.targets).toHaveLength(3);
    expect(await names(account)).toEqual(["Show"]);
  });

  test.each(troubles)("%s", async (_, fault) => {
    const account = simulated({ attemptTimeoutMs });
    account.simulator.faults.add({ method: "POST", path: streams, fault });
    const { stream, ingest } = await account.client.streams.create(input);
    expect(stream.targets?.map(({ name }) => name)).toEqual(["Target 1", "Target 2", "Target 3"]);
    expect(await names(account)).toEqual(["Show"]);
    expect(await account.client.streams.getIngest(stream.id)).toEqual(ingest);
  });

  test.each(troubles.slice(2))("%s, with a reference and a title that another stream has", async (_, fault) => {
    const account = simulated({ attemptTimeoutMs });
    const twin = { ...input, reference: "room-42" };
    // Made by another process, as far as this adapter knows.
    const json = { passthrough: twin.reference, meta: { title: twin.name } };
    await account.adapter.request?.({ method: "POST", path: streams, json });
    const [first] = (await account.client.streams.list()).data;
    account.simulator.faults.add({ method: "POST", path: streams, fault });
    const { stream: second } = await account.client.streams.create(twin);
    expect(first).toBeDefined();
    expect(second.id).not.toBe(first?.id);
    expect(second.reference).toBe("room-42");
    expect(second.targets).toHaveLength(3);
    expect(await names(account)).toEqual(["Show", "Show"]);
  });

  test("two creates that look the same and both lose their answers are two streams", async () => {
    const account = simulated();
    const fault = { kind: "answer_after_commit", status: 502 } as const;
    account.simulator.faults.add({ method: "POST", path: streams, times: 2, fault });
    const twin = { name: "Show", reference: "room-42" };
    const both = await Promise.all([account.client.streams.create(twin), account.client.streams.create(twin)]);
    expect(new Set(both.map(({ stream }) => stream.id)).size).toBe(2);
    expect(await names(account)).toHaveLength(2);
  });

  test("when looking for it fails too, the outcome is unknown", async () => {
    const account = simulated();
    account.simulator.faults.add({
      method: "POST",
      path: streams,
      fault: { kind: "answer_after_commit", status: 500 },
    });
    account.simulator.faults.add({ method: "GET", path: streams, fault: { kind: "answer", status: 403 } });
    expect(await failure(account.client.streams.create(input))).toMatchObject({
      code: "provider_unavailable",
      outcome: "unknown",
    });
    expect(asked(account.simulator).filter((call) => call.startsWith("POST"))).toHaveLength(1);
  });
});

describe("a target is made once", () => {
  test.each(troubles)("%s", async (_, fault) => {
    const account = simulated({ attemptTimeoutMs });
    const { id } = await streamWith(account, 1);
    // One that looks the same is there already.
    account.simulator.faults.add({ method: "POST", path: targets, fault });
    const made = await account.client.targets.create(id, target(1));
    const listed = await account.client.targets.list(id);
    expect(listed).toHaveLength(2);
    expect(listed[1]?.id).toBe(made.id);
  });

  test("two at the same time beside one that is there: three in the end, none beyond the limit", async () => {
    const account = simulated();
    const { id } = await streamWith(account, 1);
    await Promise.all([2, 3].map((n) => account.client.targets.create(id, target(n))));
    expect(await account.client.targets.list(id)).toHaveLength(3);
    const more = await Promise.allSettled([4, 5, 6, 7].map((n) => account.client.targets.create(id, target(n))));
    expect(more.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled", "rejected"]);
    expect(more[3]).toMatchObject({ reason: { code: "limit_exceeded" } });
  });
});

describe("calls that may be repeated", () => {
  test("a deletion whose answer is lost", async () => {
    const account = simulated({ attemptTimeoutMs });
    const { targets: made, id } = await streamWith(account, 1);
    account.simulator.faults.add({ method: "DELETE", fault: { kind: "hang", afterCommit: true } });
    await account.client.targets.delete(made[0] ?? { streamId: id, id: "" });
    account.simulator.faults.add({ method: "DELETE", fault: { kind: "answer_after_commit", status: 504 } });
    await account.client.streams.delete(id);
    expect(await names(account)).toEqual([]);
  });

  test("a rotation whose answer is lost tells the key that holds in the end", async () => {
    const account = simulated({ attemptTimeoutMs });
    const { id } = await streamWith(account, 0);
    account.simulator.faults.add({ method: "POST", fault: { kind: "hang", afterCommit: true } });
    const ingest = await account.client.streams.rotateIngest(id);
    expect(await account.client.streams.getIngest(id)).toEqual(ingest);
  });

  test("a read that gets garbage is told as such", async () => {
    const account = simulated();
    const { id } = await streamWith(account, 0);
    const body = { data: { id: 5, stream_key: "stream-key-canary" } };
    account.simulator.faults.add({ method: "GET", fault: { kind: "answer", status: 200, body } });
    const error = await failure(account.client.streams.get(id));
    expect(error).toMatchObject({ code: "provider_response_invalid" });
    expect(JSON.stringify(error)).not.toContain("stream-key-canary");
  });
});

test("an aborted call throws the signal's reason, and what waits leaves the line", async () => {
  const account = simulated();
  const { id } = await streamWith(account, 0);
  account.simulator.faults.add({ method: "GET", path: `${streams}/*`, fault: { kind: "hang", afterCommit: false } });
  const reason = new Error("enough");
  const abort = new AbortController();
  const creates = [1, 2].map((n) => {
    return failure(account.adapter.targets.create(id, wanted(n), { signal: abort.signal }));
  });
  await expect.poll(() => asked(account.simulator).filter((call) => call.startsWith("GET"))).toHaveLength(1);
  abort.abort(reason);
  expect(await Promise.all(creates)).toEqual([reason, reason]);
  expect(await account.adapter.targets.list(id, context())).toEqual([]);
});
