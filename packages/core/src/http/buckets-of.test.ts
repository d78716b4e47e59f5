import { expect, test } from "vitest";
import * as z from "zod";
import { bucketsOf } from "./buckets-of.ts";
import { manualClock } from "./clocks.test.support.ts";
import { createHttpClient } from "./create-http-client.ts";
import { calm, flush } from "./fake-api.test.support.ts";
import type { HttpClientSettings } from "./http-client.ts";

const rateLimits = { create: { perSecond: 1, burst: 1 }, other: { perSecond: 1, burst: 1 } };

/** One that no other test has asked. */
function newFetch(): typeof globalThis.fetch {
  return () => Promise.resolve(new Response());
}

test("one credential at one base URL has one line", () => {
  const clock = manualClock();
  const fetch = newFetch();
  const settings = { baseUrl: "https://a.test", rateLimits, fetch };
  const buckets = bucketsOf(settings, "Bearer a", clock);
  expect(bucketsOf({ ...settings }, "Bearer a", clock)).toBe(buckets);
  expect(bucketsOf(settings, "Bearer b", clock)).not.toBe(buckets);
  expect(bucketsOf({ ...settings, baseUrl: "https://b.test" }, "Bearer a", clock)).not.toBe(buckets);
  expect(bucketsOf({ ...settings, fetch: undefined }, "Bearer a", clock)).not.toBe(buckets);
});

test("of a thousand credentials the one that was not used for longest is forgotten", () => {
  const clock = manualClock();
  const fetch = newFetch();
  const of = (name: number): object => bucketsOf({ baseUrl: "https://a.test", rateLimits, fetch }, `${name}`, clock);
  const made = Array.from({ length: 1_000 }, (_, name) => of(name));
  expect(of(0)).toBe(made[0]);
  of(1_000);
  expect(of(0)).toBe(made[0]);
  expect(of(1)).not.toBe(made[1]);
});

test("two clients of one credential share their turns, and a 429 holds both", async () => {
  const clock = manualClock();
  const sent: number[] = [];
  const settings: HttpClientSettings = {
    provider: "acme",
    baseUrl: "https://a.test",
    rateLimits: { create: { perSecond: 1, burst: 5 }, other: { perSecond: 1, burst: 5 } },
    credentials: () => ({ authorization: "Bearer shared", secrets: [] }),
    readFault: () => ({}),
    fetch: () => {
      sent.push(clock.now());
      const tooMany = new Response("", { status: 429, headers: { "retry-after": "10" } });
      return Promise.resolve(sent.length === 1 ? tooMany : Response.json({}));
    },
  };
  const call = (method: "GET" | "POST", client = createHttpClient(settings, clock)): Promise<unknown> =>
    client.send({ method, path: "/", schema: z.unknown(), context: calm() });
  const first = call("GET");
  await flush();
  const second = call("GET");
  const create = call("POST");
  await create;
  await flush();
  expect(sent).toEqual([0, 0]);
  clock.advance(10_000);
  await second;
  clock.advance(10_000);
  await first;
  expect(sent[2]).toBe(10_000);
  expect(sent[3]).toBeGreaterThanOrEqual(11_000);
});
