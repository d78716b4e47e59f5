import { describe, expect, test } from "vitest";
import { basicAuth } from "../kernel/basic-auth.ts";
import { castrAccount, youtube } from "./castr-account.test.support.ts";

const custom = { template: "custom", ...youtube, enabled: true };

describe("castr §4: a rate limit", () => {
  test("there is none unless it is asked for", async () => {
    const { call } = castrAccount();
    const answers = await Promise.all(Array.from({ length: 200 }, () => call("GET", "/live_streams")));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test.each([
    ["without Retry-After", {}, null],
    ["with Retry-After", { retryAfter: 7 }, "7"],
  ])("answers 429 in the envelope %s, and passes again later", async (_what, extra, expected) => {
    const { call, clock } = castrAccount({ rateLimits: { perSecond: 1, burst: 2, ...extra } });
    await call("GET", "/live_streams");
    await call("GET", "/live_streams");
    const refused = await call("GET", "/live_streams");
    expect(refused.body).toEqual({ statusCode: 429, error: "Too Many Requests", message: expect.any(String) });
    expect(refused.headers.get("retry-after")).toBe(expected);
    await clock.advance(1000);
    expect((await call("GET", "/live_streams")).status).toBe(200);
  });

  test("can be planned as a fault of one route", async () => {
    const account = castrAccount();
    const path = "/v2/live_streams/*/platforms";
    const id = await account.stream();
    account.simulator.faults.add({
      method: "POST",
      path,
      fault: { kind: "answer", status: 429, headers: { "retry-after": "3" } },
    });
    const refused = await account.call("POST", `/live_streams/${id}/platforms`, custom);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "3"]);
    expect((await account.read(id)).platforms).toEqual([]);
    expect((await account.call("POST", `/live_streams/${id}/platforms`, custom)).status).toBe(200);
  });
});

describe("castr §4: a create whose answer is lost", () => {
  test("was done: the platform is found by server and key", async () => {
    const account = castrAccount();
    const id = await account.stream();
    account.simulator.faults.add({ method: "POST", fault: { kind: "answer_after_commit", status: 504 } });
    expect((await account.call("POST", `/live_streams/${id}/platforms`, custom)).status).toBe(504);
    expect((await account.read(id)).platforms).toMatchObject([youtube]);
  });

  test("can be cut in half", async () => {
    const account = castrAccount();
    account.simulator.faults.add({ method: "PATCH", fault: { kind: "truncate" } });
    const id = await account.stream();
    const path = `https://api.castr.com/v2/live_streams/${id}`;
    const authorization = basicAuth("castr-token-id", "castr-secret-key");
    const headers = { authorization, "content-type": "application/json" };
    const response = await account.simulator.fetch(
      new Request(path, { method: "PATCH", headers, body: '{"name":"Cut"}' }),
    );
    await expect(response.json()).rejects.toThrow(SyntaxError);
    expect(await account.read(id)).toMatchObject({ name: "Cut" });
  });
});

test("settings that do not fit are refused", () => {
  expect(() => castrAccount({ timings: { platformLagMs: -1 } })).toThrow("platformLagMs");
  expect(() => castrAccount({ secretKey: "" })).toThrow("secretKey");
});
