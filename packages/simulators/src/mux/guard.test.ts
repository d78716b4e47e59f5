import { describe, expect, test } from "vitest";
import { basicAuth } from "../kernel/basic-auth.ts";
import { documentedMuxRateLimits } from "./settings.ts";
import { muxAccount } from "./mux-account.test.support.ts";

const streams = "/video/v1/live-streams";

test("whoami tells whose token it is", async () => {
  expect(await muxAccount().call("GET", "/system/v1/whoami")).toMatchObject({
    status: 200,
    body: { data: { permissions: expect.arrayContaining(["video:write"]), environment_type: "development" } },
  });
});

test.each([
  ["nothing", ""],
  ["a bearer token", "Bearer sim-token-secret"],
  ["another secret", `Basic ${btoa("sim-token-id:other")}`],
])("%s is unauthorized", async (_, authorization) => {
  expect(await muxAccount().call("GET", streams, undefined, authorization)).toMatchObject({
    status: 401,
    body: { error: { type: "unauthorized", messages: ["Unauthorized request"] } },
  });
});

test("a token beyond Latin-1 is understood", async () => {
  const { call } = muxAccount({ tokenId: "名前", tokenSecret: "pass→word" });
  expect((await call("GET", streams)).status).toBe(200);
  expect((await call("GET", streams, undefined, basicAuth("名前", "password"))).status).toBe(401);
});

test("a path that does not exist is 404, one that is not simulated says so", async () => {
  const { call } = muxAccount();
  expect((await call("GET", "/video/v1/nothing")).status).toBe(404);
  expect(await call("PUT", `${streams}/x/embedded-subtitles`, {})).toMatchObject({
    status: 501,
    body: { error: { type: "not_simulated" } },
  });
});

describe("mux 0.8: 429 has a shape of its own", () => {
  test("POST has a bucket of its own, and it fills up", async () => {
    const { call, clock } = muxAccount({ rateLimits: documentedMuxRateLimits });
    const statuses = [];
    for (let index = 0; index < 6; index += 1) statuses.push((await call("POST", streams, {})).status);
    expect(statuses).toEqual([201, 201, 201, 201, 201, 429]);
    const refused = await call("POST", streams, {});
    expect(refused.body).toEqual({ errors: ["Too many requests, retry later."] });
    expect(refused.headers.get("retry-after")).toBeNull();
    expect(refused.headers.get("x-ratelimit-remaining")).toBe("0");
    expect((await call("GET", streams)).headers.get("x-ratelimit-limit")).toBe("5");
    await clock.advance(1000);
    expect((await call("POST", streams, {})).status).toBe(201);
  });

  test("with Retry-After, if Mux sends it", async () => {
    const rateLimits = { postPerSecond: 1, postBurst: 1, otherPerSecond: 0.1, otherBurst: 1 };
    const { call } = muxAccount({ rateLimits, quirks: { retryAfter: true } });
    await call("GET", streams);
    expect((await call("GET", streams)).headers.get("retry-after")).toBe("10");
  });

  test("limits are off unless they are asked for, and errors carry the headers too", async () => {
    const { call } = muxAccount();
    for (let index = 0; index < 30; index += 1) expect((await call("POST", streams, {})).status).toBe(201);
    const limited = muxAccount({ rateLimits: documentedMuxRateLimits });
    const missing = await limited.call("GET", `${streams}/nothing`);
    expect([missing.status, missing.headers.get("x-ratelimit-remaining")]).toEqual([404, "14"]);
  });
});
