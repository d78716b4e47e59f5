import { expect, test } from "vitest";
import { createManualClock } from "../control/manual-clock.test.support.ts";
import { newApiKey } from "../secrets/api-key.ts";
import { openTestApp } from "./test-app.test.support.ts";

test("a key that is too fast is told how long to wait, and others are not held up", async () => {
  const clock = createManualClock();
  await using world = await openTestApp(undefined, { clock, rateLimit: { perSecond: 1, burst: 2 } });
  const first = await world.call("GET", "/v1/streams");
  expect(first.headers.get("ratelimit-policy")).toBe('"key";q=2;w=2');
  expect(first.headers.get("ratelimit")).toBe('"key";r=1;t=1');
  await world.call("GET", "/v1/nothing");
  expect((await world.call("GET", "/v1/streams")).headers.get("ratelimit")).toBe('"key";r=0;t=2');
  const refused = await world.call("GET", "/v1/streams");
  expect(refused).toMatchObject({ status: 429, body: { code: "rate_limited", retryable: true } });
  expect(refused.headers.get("retry-after")).toBe("1");
  expect(refused.headers.get("ratelimit")).toBe('"key";r=0;t=2');
  expect((await world.call("GET", "/v1/streams", { key: world.keys.read })).status).toBe(200);
  expect((await world.call("GET", "/livez")).status).toBe(200);
  clock.advance(1000);
  expect((await world.call("GET", "/v1/streams")).status).toBe(200);
});

const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } });

test("where too many wrong keys have come from, wrong ones wait, and every right one is let in", async () => {
  const clock = createManualClock();
  await using world = await openTestApp(undefined, { clock, failureLimit: { perSecond: 0.001, burst: 2 } });
  const get = async (key: string, address = "192.0.2.7"): Promise<number> => {
    const init = { headers: { authorization: `Bearer ${key}` } };
    return (await world.app.request("/v1/streams", init, from(address))).status;
  };
  expect(await get(world.keys.read)).toBe(200);
  expect([await get(newApiKey()), await get(newApiKey()), await get(newApiKey())]).toEqual([401, 401, 429]);
  // Long after it was last looked up.
  clock.advance(6000);
  expect(await get(world.keys.read)).toBe(200);
  expect([await get(world.keys.write), await get(world.keys.write, "192.0.2.8")]).toEqual([200, 200]);
  expect(await get(newApiKey(), "::ffff:192.0.2.7")).toBe(429);
  clock.advance(1_000_000);
  expect([await get(newApiKey()), await get(newApiKey())]).toEqual([401, 429]);
});

test("a flood of wrong keys is no flood of reads: beyond it only keys in use are let in, and other addresses", async () => {
  const clock = createManualClock();
  await using world = await openTestApp(undefined, { clock, failureLimit: { perSecond: 0.001, burst: 1 } });
  const get = async (key: string, address = "192.0.2.7"): Promise<number> => {
    const init = { headers: { authorization: `Bearer ${key}` } };
    return (await world.app.request("/v1/streams", init, from(address))).status;
  };
  expect(await get(world.keys.read)).toBe(200);
  for (let count = 0; count < 150; count += 1) await get(newApiKey());
  expect([await get(world.keys.read), await get(world.keys.write)]).toEqual([200, 429]);
  expect([await get(world.keys.write, "192.0.2.8"), await get(world.keys.write)]).toEqual([200, 200]);
  clock.advance(1000);
  expect(await get(world.keys.admin)).toBe(200);
});

test("one wrong key that is sent on and on takes nothing from the others", async () => {
  const clock = createManualClock();
  await using world = await openTestApp(undefined, { clock, failureLimit: { perSecond: 0.001, burst: 1 } });
  const get = async (key: string): Promise<number> => {
    const init = { headers: { authorization: `Bearer ${key}` } };
    return (await world.app.request("/v1/streams", init, from("192.0.2.7"))).status;
  };
  const wrong = newApiKey();
  for (let count = 0; count < 150; count += 1) await get(wrong);
  expect([await get(wrong), await get(world.keys.read)]).toEqual([429, 200]);
});

test("wrong view tokens are counted too, and right ones are taken all the same", async () => {
  const clock = createManualClock();
  await using world = await openTestApp(undefined, { clock, failureLimit: { perSecond: 1, burst: 1 } });
  const { body } = await world.call("POST", "/v1/streams", { body: { name: "Show" } });
  const { stream } = body as { stream: { id: string } };
  const made = await world.call("POST", `/v1/streams/${stream.id}/view-tokens`);
  const follow = async (token: string): Promise<number> => {
    const path = `/v1/events/stream?token=${token}`;
    return (await world.app.request(path, { method: "HEAD" }, from("192.0.2.7"))).status;
  };
  expect([await follow("pcvt_wrong"), await follow("pcvt_wrong")]).toEqual([401, 429]);
  expect(await follow((made.body as { token: string }).token)).toBe(200);
});
