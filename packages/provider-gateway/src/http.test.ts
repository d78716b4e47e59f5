import { createTargetSchema } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { wireStream, wireTarget } from "./test-support/samples.ts";
import { type Answer, context, failure, problem, stubGateway } from "./test-support/stub-gateway.ts";

const target = createTargetSchema.parse({
  name: "A",
  destination: { url: "rtmp://live.example.com/app", streamKey: "k" },
});
const CREATE = "POST /v1/streams/str_1/targets";
const created = { status: 201, json: wireTarget() };
const keysOf = (asked: { headers: Headers }[]) => asked.map(({ headers }) => headers.get("idempotency-key"));
const silence: Answer = (_asked, { signal }) =>
  new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));

describe("Idempotency-Key", () => {
  test("every POST has one: a repeat the same, another call another", async () => {
    const { adapter, asked } = stubGateway({
      [CREATE]: [problem(503, "provider_unavailable"), created, created],
      "GET /v1/streams/str_1": { json: wireStream() },
    });
    await adapter.targets.create("str_1", target, context());
    await adapter.targets.create("str_1", target, context());
    await adapter.streams.get("str_1", context());
    const [first, repeat, second, read] = keysOf(asked);
    expect(first).toMatch(/^[\w-]{20,}$/u);
    expect(repeat).toBe(first);
    expect(second).not.toBe(first);
    expect(read).toBeNull();
  });

  test("the caller's goes before, for this kind of call", async () => {
    const { adapter, asked } = stubGateway({ [CREATE]: created });
    await adapter.targets.create("str_1", target, context("mine-1"));
    await adapter.targets.create("str_1", target, context("é".repeat(10)));
    await adapter.targets.create("str_1", target, context("k".repeat(300)));
    expect(keysOf(asked)).toEqual([
      "mine-1 /v1/streams/str_1/targets",
      expect.stringMatching(/^sha256-[0-9a-f]{64}$/u),
      expect.stringMatching(/^sha256-[0-9a-f]{64}$/u),
    ]);
  });

  test("one that was used for another input is a conflict", async () => {
    const issues = [{ path: "Idempotency-Key", message: "was sent with another method, path or body" }];
    const { adapter } = stubGateway({ [CREATE]: problem(422, "invalid_argument", { issues }) });
    const error = await failure(adapter.targets.create("str_1", target, context("mine-3")));
    expect(error).toMatchObject({ code: "conflict", retryable: false, outcome: "not_applied" });
  });

  test("a creation that is not answered is made again, as one", async () => {
    const { adapter, asked } = stubGateway({ [CREATE]: [silence, created] }, { attemptTimeoutMs: 20 });
    expect(await adapter.targets.create("str_1", target, context())).toMatchObject({ id: "tgt_1" });
    expect(new Set(keysOf(asked)).size).toBe(1);
    expect(asked).toHaveLength(2);
  });

  test("one whose first attempt still runs is waited for", async () => {
    const running = problem(409, "conflict", { retryable: true }, { "retry-after": "0" });
    const { adapter, asked } = stubGateway({ [CREATE]: [running, running, created] });
    expect(await adapter.targets.create("str_1", target, context("mine-2"))).toMatchObject({ id: "tgt_1" });
    expect(asked).toHaveLength(3);
    expect(new Set(keysOf(asked)).size).toBe(1);
  });

  test("a conflict that waiting does not help is told at once", async () => {
    const { adapter, asked } = stubGateway({ [CREATE]: problem(409, "conflict") });
    expect(await failure(adapter.targets.create("str_1", target, context()))).toMatchObject({ code: "conflict" });
    expect(asked).toHaveLength(1);
  });
});

test("the tenant goes with every call, where there is one", async () => {
  const answers = { "GET /v1/streams/str_1": { json: wireStream() }, [CREATE]: created };
  const { adapter, asked } = stubGateway(answers, { tenantId: "acme" });
  await adapter.streams.get("str_1", context());
  await adapter.targets.create("str_1", target, context());
  expect(asked.map(({ headers }) => headers.get("polycast-tenant"))).toEqual(["acme", "acme"]);
  const other = stubGateway(answers);
  await other.adapter.streams.get("str_1", context());
  expect(other.asked[0]?.headers.has("polycast-tenant")).toBe(false);
});

test("adapters with one key keep to one rate limit", async () => {
  const asked: string[] = [];
  const fetch: typeof globalThis.fetch = async (input) => {
    asked.push(new Request(input).headers.get("polycast-tenant") ?? "");
    return Response.json(wireStream());
  };
  const settings = { fetch, rateLimits: { other: { perSecond: 0.001, burst: 1 } } };
  const { adapter } = stubGateway({}, { ...settings, tenantId: "first" });
  const { adapter: second } = stubGateway({}, { ...settings, tenantId: "second" });
  await adapter.streams.get("str_1", context());
  expect(await second.ready?.(["other"], context())).toBe(false);
  expect(asked).toEqual(["first"]);
});

describe("a problem is told as the gateway tells it", () => {
  const issues = [{ path: "destination.url", message: "must name a host" }];
  test.each([
    [
      problem(422, "invalid_argument", { issues, hint: "Mend it." }),
      { code: "invalid_argument", issues, hint: "Mend it." },
    ],
    [problem(404, "not_found"), { code: "not_found", outcome: "not_applied", retryable: false }],
    [problem(409, "not_idle", { hint: "End it." }), { code: "not_idle", hint: "End it.", status: 409 }],
    [problem(409, "limit_exceeded", { outcome: "unknown" }), { code: "limit_exceeded", outcome: "unknown" }],
    [problem(422, "unsupported"), { code: "unsupported" }],
    [problem(401, "unauthenticated"), { code: "unauthenticated" }],
    [problem(501, "provider_unavailable", { retryable: false }), { code: "provider_unavailable", retryable: false }],
    [problem(501, "internal", { outcome: "unknown" }), { code: "internal", outcome: "unknown" }],
    [problem(501, "internal", { retryable: true }), { code: "internal", outcome: "not_applied", retryable: true }],
    [
      problem(429, "rate_limited", { retryable: true }, { "retry-after": "60" }),
      { code: "rate_limited", retryAfterMs: 60_000 },
    ],
  ])("%o", async (answer, expected) => {
    const { adapter } = stubGateway({ [CREATE]: answer });
    const error = await failure(adapter.targets.create("str_1", target, context()));
    expect(error).toMatchObject({
      provider: "gateway",
      message: expect.stringContaining("What went wrong."),
      ...expected,
    });
  });

  test("that nothing was done is told also where the status would leave it open", async () => {
    const answer = problem(502, "unauthenticated", { outcome: "not_applied" });
    const { adapter, asked } = stubGateway({ [CREATE]: answer });
    const error = await failure(adapter.targets.create("str_1", target, context()));
    expect(error).toMatchObject({ code: "unauthenticated", outcome: "not_applied" });
    expect(asked).toHaveLength(3);
  });

  test("what an earlier attempt may have done stays open", async () => {
    const { adapter } = stubGateway({ [CREATE]: [silence, problem(409, "conflict")] }, { attemptTimeoutMs: 20 });
    const error = await failure(adapter.targets.create("str_1", target, context()));
    expect(error).toMatchObject({ code: "conflict", outcome: "unknown" });
  });

  test("a code that is not known yet, and what is no problem at all, are told by their status", async () => {
    const { adapter } = stubGateway({
      "GET /v1/streams/str_1": { ...problem(403, "quota_of_the_future"), headers: {} },
      "GET /v1/streams/str_2": { status: 404, body: "<html>nginx</html>", headers: { "content-type": "text/html" } },
      "GET /v1/streams/str_3": { status: 200, body: "<html>Welcome</html>" },
    });
    expect(await failure(adapter.streams.get("str_1", context()))).toMatchObject({ code: "forbidden" });
    expect(await failure(adapter.streams.get("str_2", context()))).toMatchObject({ code: "not_found" });
    expect(await failure(adapter.streams.get("str_3", context()))).toMatchObject({ code: "provider_response_invalid" });
  });
});
