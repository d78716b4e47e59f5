import { describe, expect, test } from "vitest";
import { castrAccount, idIn } from "./castr-account.test.support.ts";

function listening(settings: Parameters<typeof castrAccount>[0] = {}) {
  const posts: { url: string; type: string | null; body: unknown }[] = [];
  let status = 200;
  const account = castrAccount({
    ...settings,
    async fetch(url, init) {
      const request = new Request(url, init);
      posts.push({ url: request.url, type: request.headers.get("content-type"), body: await request.json() });
      return new Response(null, { status });
    },
  });
  const refuse = () => {
    status = 500;
  };
  return { ...account, posts, refuse };
}

function heard(url: string, id: string): unknown {
  return expect.objectContaining({ url, body: expect.objectContaining({ live_stream: { _id: id, name: "Show" } }) });
}

describe("castr §5: webhooks (all but the two events is assumed)", () => {
  test("the stream's URL hears its start and its end, and nothing of platforms, unsigned and without a key", async () => {
    const { simulator, clock, posts, stream, platform } = listening();
    const id = await stream();
    await platform(id);
    simulator.setAlertUrl(id, "https://example.com/castr/token");
    await simulator.stage.connect(id);
    await clock.advance(1999);
    expect(posts).toEqual([]);
    await clock.advance(5000);
    await simulator.stage.end(id);
    await simulator.webhooks.settled();
    const live_stream = { _id: id, name: "Show" };
    expect(posts).toEqual([
      {
        url: "https://example.com/castr/token",
        type: "application/json",
        body: { event: "stream.started", live_stream, time: "2026-01-02T03:04:07.000Z" },
      },
      expect.objectContaining({ body: { event: "stream.ended", live_stream, time: "2026-01-02T03:04:11.999Z" } }),
    ]);
    expect(simulator.webhooks.deliveries()[0]?.headers).toEqual({ "content-type": "application/json" });
  });

  test("nobody is told without a URL, and no longer after it is taken away", async () => {
    const { simulator, clock, posts, stream } = listening();
    const id = await stream();
    simulator.setAlertUrl(id, "https://example.com/");
    simulator.setAlertUrl(id);
    await simulator.stage.connect(id);
    await clock.advance(5000);
    await simulator.webhooks.settled();
    expect(posts).toEqual([]);
    expect(() => simulator.setAlertUrl("none", "https://example.com/")).toThrow("not found");
  });

  test("deleting a stream on air ends it", async () => {
    const { simulator, clock, call, stream } = listening();
    const id = await stream();
    simulator.setAlertUrl(id, "https://example.com/");
    await simulator.stage.connect(id);
    await clock.advance(2000);
    await call("DELETE", `/live_streams/${id}`);
    await simulator.webhooks.settled();
    expect(simulator.webhooks.deliveries().map(({ type }) => type)).toEqual(["stream.started", "stream.ended"]);
  });

  test("one attempt, whatever the receiver says", async () => {
    const { simulator, clock, posts, refuse, stream } = listening();
    refuse();
    const id = await stream();
    simulator.setAlertUrl(id, "https://example.com/");
    await simulator.stage.connect(id);
    await clock.advance(2000);
    await simulator.webhooks.settled();
    await clock.advance(86_400_000);
    expect(posts).toHaveLength(1);
  });
});

describe("castr §5: webhook endpoints (assumed)", () => {
  const url = "https://example.com/hook";

  test("are made, listed, changed and deleted", async () => {
    const { call } = castrAccount();
    const answer = await call("POST", "/webhook_endpoints", { url });
    expect(answer.status).toBe(200);
    const hook = {
      _id: expect.stringMatching(/^[0-9a-f]{24}$/u),
      url,
      enabled: true,
      creation_time: expect.any(String),
    };
    expect(answer.body).toEqual(hook);
    const path = `/webhook_endpoints/${idIn(answer)}`;
    expect((await call("PATCH", path, { enabled: false })).body).toEqual({ ...hook, enabled: false });
    expect((await call("GET", "/webhook_endpoints")).body).toEqual([{ ...hook, enabled: false }]);
    expect((await call("DELETE", path)).body).toEqual({ success: true });
    expect((await call("PATCH", path, { url })).status).toBe(404);
    expect((await call("POST", "/webhook_endpoints", { url: "mailto:me@example.com" })).status).toBe(400);
    expect((await call("POST", "/webhook_endpoints", { url, live_stream: "none" })).status).toBe(404);
  });

  test("hear of all streams, or of one; a disabled one of none", async () => {
    const { simulator, clock, call, posts, stream } = listening();
    const [first, second] = [await stream(), await stream()];
    await call("POST", "/webhook_endpoints", { url: "https://example.com/all" });
    await call("POST", "/webhook_endpoints", { url: "https://example.com/one", live_stream: second });
    await call("POST", "/webhook_endpoints", { url: "https://example.com/off", enabled: false });
    for (const id of [first, second]) await simulator.stage.connect(id);
    await clock.advance(2000);
    await simulator.webhooks.settled();
    expect(posts).toHaveLength(3);
    expect(posts).toEqual(
      expect.arrayContaining([
        heard("https://example.com/all", first),
        heard("https://example.com/all", second),
        heard("https://example.com/one", second),
      ]),
    );
  });

  test("are refused by a plan without them", async () => {
    const { call } = castrAccount({ plan: { webhooks: false } });
    expect(await call("GET", "/webhook_endpoints")).toMatchObject({ status: 403, body: { error: "Forbidden" } });
    expect((await call("GET", "/live_streams")).status).toBe(200);
  });
});
