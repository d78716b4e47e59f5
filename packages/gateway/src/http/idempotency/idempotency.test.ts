import { OpenAPIHono } from "@hono/zod-openapi";
import { expect, test } from "vitest";
import { createManualClock, type ManualClock } from "../../control/manual-clock.test.support.ts";
import { createLog } from "../../log/create-log.ts";
import { openVault, type Store, type Vault } from "../../store/index.ts";
import { temporaryDirectory, temporaryStore } from "../../store/temporary-store.test.support.ts";
import type { App } from "../app.ts";
import { HttpError } from "../http-error.ts";
import { toProblem } from "../problem.ts";
import { readJson } from "../read-json.ts";
import type { RequestEnv } from "../request-env.ts";
import { createIdempotency } from "./idempotency.ts";

type World = { store: Store; vault: Vault; clock: ManualClock };
type Sent = { key?: string; body?: unknown; path?: string; keyId?: string; tenantId?: string };

async function openWorld(): Promise<World> {
  const store = temporaryStore();
  return { store, vault: await openVault(store, { dataDir: temporaryDirectory() }), clock: createManualClock() };
}

/** A gateway that does what it is told, and counts how often. */
function createGateway({ store, vault, clock }: World, act: (count: number) => Promise<void> | void = () => {}) {
  const { log } = createLog({ output: { write: () => {}, close: () => Promise.resolve() } });
  const app: App = new OpenAPIHono<RequestEnv>();
  let count = 0;
  app.onError((error, c) => {
    const { problem, headers } = toProblem(error, "req_1");
    return c.body(JSON.stringify(problem), problem.status as 400, headers);
  });
  app.use(async (c, next) => {
    const tenantId = c.req.header("tenant");
    const key = {
      id: c.req.header("key-id") ?? "key_a",
      hash: "",
      name: "",
      scopes: [],
      last4: "",
      createdAt: 0,
    };
    c.set("caller", tenantId === undefined ? { key } : { key, tenantId });
    await next();
  });
  app.use(createIdempotency({ store, vault, clock, log }));
  app.post("/*", async (c) => {
    count += 1;
    const body = await readJson(c);
    await act(count);
    c.header("Location", `/things/${count}`);
    return c.json({ made: count, key: `planted-${count}`, body }, 201);
  });
  const post = async ({ key = "one", body = { a: 1 }, path = "/things", keyId = "key_a", tenantId }: Sent = {}) => {
    const headers = {
      "content-type": "application/json",
      "key-id": keyId,
      ...(key === "" ? {} : { "idempotency-key": key }),
      ...(tenantId === undefined ? {} : { tenant: tenantId }),
    };
    const response = await app.request(path, { method: "POST", headers, body: JSON.stringify(body) });
    return { status: response.status, headers: response.headers, body: (await response.json()) as { made?: number } };
  };
  return { post, count: () => count };
}

test("a repeated request is answered as it was, with status, headers and body", async () => {
  const gateway = createGateway(await openWorld());
  const [first, second] = [await gateway.post(), await gateway.post()];
  expect(second).toMatchObject({ status: 201, body: first.body });
  expect([first, second].map(({ headers }) => headers.get("location"))).toEqual(["/things/1", "/things/1"]);
  expect([first, second].map(({ headers }) => headers.get("idempotent-replayed"))).toEqual([null, "true"]);
  expect(second.headers.get("content-type")).toContain("application/json");
  expect(gateway.count()).toBe(1);
});

test("without a key, and with another one, it is done again; so it is for another API key or tenant", async () => {
  const gateway = createGateway(await openWorld());
  const others: Sent[] = [
    { key: "two" },
    { keyId: "key_b" },
    { tenantId: "a" },
    { tenantId: "b" },
    { key: "" },
    { key: "" },
  ];
  for (const sent of [{}, ...others]) await gateway.post(sent);
  expect(gateway.count()).toBe(7);
});

test("another path or body under the same key is refused, until the key is forgotten", async () => {
  const world = await openWorld();
  const gateway = createGateway(world);
  await gateway.post();
  for (const sent of [{ body: { a: 2 } }, { path: "/others" }, { path: "/things?dry=1" }]) {
    expect(await gateway.post(sent)).toMatchObject({ status: 422, body: { code: "invalid_argument" } });
  }
  world.clock.advance(86_400_000);
  expect((await gateway.post({ body: { a: 2 } })).body).toMatchObject({ made: 2 });
});

test("while it runs, others are told to wait; so they are at another gateway on the same store", async () => {
  const world = await openWorld();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const gateway = createGateway(world, () => (begin(), gate));
  const other = createGateway(world);
  const first = gateway.post();
  await begun;
  for (const at of [gateway, other]) {
    const told = await at.post();
    expect(told).toMatchObject({ status: 409, body: { code: "conflict", retryable: true } });
    expect(told.headers.get("retry-after")).toBe("5");
  }
  open();
  const { body } = await first;
  expect(await other.post()).toMatchObject({ status: 201, body });
  expect([gateway.count(), other.count()]).toEqual([1, 0]);
});

test("what had no effect may be tried again with the same key, mended or not", async () => {
  const gateway = createGateway(await openWorld(), (count) => {
    if (count === 1) throw new HttpError(422, "invalid_argument", "No.");
    if (count === 2) throw new HttpError(503, "provider_unavailable", "Not now.");
    if (count === 3) throw new HttpError(429, "rate_limited", "Too fast.");
  });
  const statuses = [];
  for (const body of [{}, { a: 1 }, { a: 1 }, { a: 2 }, { a: 2 }]) statuses.push((await gateway.post({ body })).status);
  expect([statuses, gateway.count()]).toEqual([[422, 503, 429, 201, 201], 4]);
});

test.each([
  ["a known error", () => new HttpError(504, "timeout", "No answer.", { outcome: "unknown" }), 504],
  ["an unknown error", () => new Error("planted"), 500],
])("what may have had an effect is told again: %s", async (_, error, status) => {
  const gateway = createGateway(await openWorld(), () => {
    throw error();
  });
  const [first, second] = [await gateway.post(), await gateway.post()];
  expect([first.status, second.status, gateway.count()]).toEqual([status, status, 1]);
  expect(second).toMatchObject({ body: { ...first.body, outcome: "unknown" } });
});

test("where whoever was at it has died, it is not done twice, and one that was only late is heard", async () => {
  const world = await openWorld();
  const { promise: never, resolve: wakeUp } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const dead = createGateway(world, () => (begin(), never));
  const other = createGateway(world);
  const late = dead.post();
  await begun;
  world.clock.advance(119_999);
  const told = await other.post();
  expect([told.status, told.headers.get("retry-after")]).toEqual([409, "1"]);
  world.clock.advance(1);
  for (let time = 0; time < 2; time += 1) {
    expect(await other.post()).toMatchObject({
      status: 409,
      body: { code: "conflict", retryable: false, outcome: "unknown" },
    });
  }
  wakeUp();
  const { body } = await late;
  expect(await other.post()).toMatchObject({ status: 201, body });
  expect(other.count()).toBe(0);
});

test("where its gateway was restarted with a store of its own, nobody waits two minutes to hear that it is lost", async () => {
  const world = await openWorld();
  const dead = createGateway({ ...world, store: { ...world.store } }, () => new Promise(() => {}));
  const shared = createGateway({ ...world, store: { ...world.store, exclusive: false } });
  void dead.post();
  await expect.poll(dead.count).toBe(1);
  expect(await shared.post()).toMatchObject({ status: 409, body: { retryable: true } });
  expect(await createGateway(world).post()).toMatchObject({ status: 409, body: { outcome: "unknown" } });
});

test("kept answers are sealed, and keys are not stored as they are", async () => {
  const world = await openWorld();
  const gateway = createGateway(world);
  await gateway.post({ key: "planted-key" });
  const { db } = await import("../../store/database.ts");
  const { all } = await import("../../store/access.ts");
  const rows = await world.store.read(() => all(db.selectFrom("idempotency").selectAll()));
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain("planted");
  expect(rows[0]?.answer_sealed).toMatch(/^v1\./u);
});

test.each(["", "x".repeat(256), "ä"])("what is no key is refused: %j", async (key) => {
  const gateway = createGateway(await openWorld());
  const response = await gateway.post({ key: key === "" ? " " : key });
  expect([response.status, gateway.count()]).toEqual(key === "" ? [422, 0] : [422, 0]);
});
