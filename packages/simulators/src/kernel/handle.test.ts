import { Hono } from "hono";
import { beforeEach, describe, expect, test } from "vitest";
import { manualClock } from "./clock.ts";
import { createFaultPlan } from "./fault-plan.ts";
import { withFaults } from "./handle.ts";
import { createRequestLog } from "./request-log.ts";

const clock = manualClock(5000);
const faults = createFaultPlan();
const requests = createRequestLog();
let committed = 0;
const app = new Hono().post("/things/:id", (c) => {
  committed += 1;
  return c.json({ done: true }, 201);
});
const handle = withFaults({ app, faults, requests, clock });
const post = (path = "/things/1", signal?: AbortSignal) =>
  handle(new Request(`http://simulator.example${path}`, { method: "POST", ...(signal ? { signal } : {}) }));

beforeEach(() => {
  committed = 0;
  faults.clear();
  requests.clear();
});

describe("a fault", () => {
  test("instead of the answer: nothing happens", async () => {
    faults.add({ fault: { kind: "answer", status: 503, headers: { "retry-after": "2" }, body: { error: "down" } } });
    const response = await post();
    expect([response.status, response.headers.get("retry-after"), await response.json()]).toEqual([
      503,
      "2",
      { error: "down" },
    ]);
    expect(committed).toBe(0);
  });

  test("after the change was made", async () => {
    faults.add({ fault: { kind: "answer_after_commit", status: 500, body: "oops" } });
    const response = await post();
    expect([response.status, await response.text(), committed]).toEqual([500, "oops", 1]);
  });

  test.each([
    [false, 0],
    [true, 1],
  ])("that hangs (after the commit: %s) ends with the request's signal", async (afterCommit, commits) => {
    faults.add({ fault: { kind: "hang", afterCommit } });
    const stop = new AbortController();
    const answer = post("/things/1", stop.signal);
    stop.abort(new Error("given up"));
    await expect(answer).rejects.toThrow("given up");
    expect(committed).toBe(commits);
  });

  test.each([204, 205, 304])("with the status %i goes without the body that is planned for it", async (status) => {
    faults.add({ times: 2, fault: { kind: "answer", status, headers: { "x-id": "1" }, body: { left: "out" } } });
    for (const response of [await post(), await post()]) {
      expect([response.status, response.body, response.headers.get("x-id")]).toEqual([status, null, "1"]);
      expect(response.headers.get("content-type")).toBeNull();
    }
  });

  test("that cuts the answer leaves half of it", async () => {
    faults.add({ fault: { kind: "truncate" } });
    const response = await post();
    expect([response.status, await response.text()]).toEqual([201, '{"done']);
  });

  test("that delays waits for the clock", async () => {
    faults.add({ fault: { kind: "delay", ms: 100 } });
    let isAnswered = false;
    const answer = post().then((response) => {
      isAnswered = true;
      return response;
    });
    await clock.advance(99);
    expect(isAnswered).toBe(false);
    await clock.advance(1);
    expect((await answer).status).toBe(201);
  });
});

describe("a rule", () => {
  test("hits only its method and path, after those it skips, as often as it says", async () => {
    faults.add({ method: "post", path: "/things/*", skip: 1, times: 2, fault: { kind: "answer", status: 500 } });
    const statuses = [];
    for (const path of ["/other", "/things/1/2", "/things/1", "/things/2", "/things/3", "/things/4"]) {
      statuses.push((await post(path)).status);
    }
    expect(statuses).toEqual([404, 404, 201, 500, 500, 201]);
    expect(faults.open()).toEqual([]);
  });

  test("that hits no times is none", async () => {
    faults.add({ times: 0, fault: { kind: "answer", status: 500 } });
    expect(faults.open()).toEqual([]);
    expect((await post()).status).toBe(201);
  });

  test("is open with what it has left", () => {
    faults.add({ path: "/a.b/(c)", times: 2, fault: { kind: "truncate" } });
    expect(faults.take("GET", "/aXb/(c)")).toBeUndefined();
    expect(faults.take("GET", "/a.b/(c)")).toEqual({ kind: "truncate" });
    expect(faults.open()).toEqual([{ path: "/a.b/(c)", skip: 0, times: 1, fault: { kind: "truncate" } }]);
  });
});

test("requests are logged with their status and without secret parameters", async () => {
  await post("/things/1?stream_key=s3cret&page=2");
  expect(requests.all()).toEqual([
    { method: "POST", path: "/things/1", search: "?stream_key=***&page=2", status: 201, at: clock.now() },
  ]);
});
