import { beforeEach, describe, expect, test } from "vitest";
import { manualClock } from "./clock.ts";
import { createWebhookSender } from "./webhook-sender.ts";

const clock = manualClock();
const endpoint = { id: "e1", url: "http://receiver.example/hook" };
let got: string[] = [];
let answer: (request: Request) => Promise<Response>;
const sender = createWebhookSender({
  clock,
  fetch: (...args) => answer(new Request(...args)),
  sign: async ({ id }: { id: string; type: string }, _endpoint: typeof endpoint, atMs) => ({
    headers: { "x-at": String(atMs) },
    body: id,
  }),
  retry: (attempt, { status = 0 }) => (status === 200 || attempt === 3 ? undefined : attempt * 1000),
  timeoutMs: 5000,
});
const send = (...ids: string[]) => {
  for (const id of ids) sender.send(endpoint, { id, type: "thing.done" });
};

beforeEach(() => {
  sender.reset();
  got = [];
  answer = async (request) => {
    got.push(await request.text());
    return new Response(null, { status: 200 });
  };
});

test("in calm weather each event comes once and in order", async () => {
  const ids = Array.from({ length: 20 }, (_, index) => `event-${index}`);
  send(...ids);
  await sender.settled();
  expect(got).toEqual(ids);
});

test("listeners hear of each attempt, with what goes over the wire", async () => {
  const heard: unknown[] = [];
  const stop = sender.onDelivery((delivery) => heard.push(delivery));
  send("a");
  await sender.settled();
  stop();
  send("b");
  await sender.settled();
  const at = clock.now();
  expect(heard).toEqual([
    {
      endpointId: "e1",
      url: endpoint.url,
      eventId: "a",
      type: "thing.done",
      headers: { "x-at": String(at) },
      body: "a",
      attempt: 1,
      at,
    },
  ]);
  expect(sender.deliveries().map(({ eventId }) => eventId)).toEqual(["a", "b"]);
});

describe("a refused event", () => {
  test("comes again after growing waits, signed anew, until it is given up", async () => {
    answer = async () => new Response(null, { status: 503 });
    const start = clock.now();
    send("a");
    await sender.settled();
    await clock.advance(60_000);
    const tries = sender.deliveries().map(({ attempt, at, headers }) => [attempt, at - start, headers["x-at"]]);
    expect(tries).toEqual([
      [1, 0, String(start)],
      [2, 1000, String(start + 1000)],
      [3, 3000, String(start + 3000)],
    ]);
  });

  test("does not come again once everything is forgotten", async () => {
    answer = () => Promise.reject(new Error("nobody is there"));
    send("a");
    await sender.settled();
    sender.reset();
    await clock.advance(60_000);
    expect(sender.deliveries()).toEqual([]);
  });

  test("a receiver that does not answer in time has refused", async () => {
    answer = (request) =>
      new Promise((_, fail) => {
        request.signal.addEventListener("abort", () => fail(request.signal.reason));
      });
    const isSent = new Promise((done) => {
      sender.onDelivery(done);
    });
    send("a");
    await isSent;
    await clock.advance(4999);
    expect(sender.deliveries()).toHaveLength(1);
    await clock.advance(1000);
    await expect.poll(() => sender.deliveries().length).toBe(2);
  });
});

describe("weather", () => {
  test("copies", async () => {
    sender.weather({ copies: 2 });
    send("a", "b");
    await sender.settled();
    expect(got).toEqual(["a", "a", "b", "b"]);
  });

  test("order turned around, and the rest let go at the end", async () => {
    sender.weather({ reverse: 2 });
    send("a", "b", "c");
    await sender.settled();
    expect(got).toEqual(["b", "a", "c"]);
  });

  test("losses", async () => {
    sender.weather({ loseEvery: 2 });
    send("a", "b", "c", "d");
    await sender.settled();
    expect(got).toEqual(["a", "c"]);
  });

  test("delay, which waits for the clock", async () => {
    sender.weather({ delayMs: 1000 });
    send("a");
    await sender.settled();
    expect(got).toEqual([]);
    await clock.advance(1000);
    await sender.settled();
    expect(got).toEqual(["a"]);
  });
});
