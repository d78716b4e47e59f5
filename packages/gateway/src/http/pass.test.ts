import { expect, onTestFinished, test } from "vitest";
import { listen } from "./listen.ts";
import { securityHeaders } from "./security-headers.ts";
import { openTestApp } from "./test-app.test.support.ts";

/** Every way through the app: at once, after waiting, refused before and by the route, by no route, past the token. */
const ways = [
  ["GET", "/livez", 200, "/livez"],
  ["HEAD", "/livez", 200, "/livez"],
  ["GET", "/openapi.json", 200, "/openapi.json"],
  ["GET", "/v1/streams", 200, "/v1/streams"],
  ["GET", "/v1/streams/str_none", 404, "/v1/streams/:id"],
  ["POST", "/v1/streams", 415, "/v1/streams"],
  ["DELETE", "/v1/streams", 405, "none"],
  ["GET", "/nothing", 404, "none"],
  ["GET", "/v1/events/stream?token=pcvt_wrong", 401, "/v1/events/stream"],
  ["GET", "/v1/events/stream?after=never", 422, "/v1/events/stream"],
] as const;

test("each request passes once, with the same headers on a socket as without one", async () => {
  await using world = await openTestApp(undefined, { rateLimit: { perSecond: 1, burst: 1000 } });
  const server = await listen(world.app, { host: "127.0.0.1", port: 0 });
  onTestFinished(() => server.close(0));
  for (const [method, path, status, route] of ways) {
    const headers = { authorization: `Bearer ${world.keys.admin}`, "x-request-id": "mine" };
    world.lines.length = 0;
    const answers = [
      await fetch(`http://127.0.0.1:${server.port}${path}`, { method, headers }),
      await world.app.request(path, { method, headers }),
    ];
    for (const answer of answers) {
      await answer.arrayBuffer();
      expect([path, answer.status, answer.headers.get("x-request-id")]).toEqual([path, status, "mine"]);
      expect(Object.fromEntries(answer.headers)).toMatchObject(lowerCased(securityHeaders));
      expect(answer.headers.has("ratelimit-policy")).toBe(path.startsWith("/v1") && route !== "none" && status !== 401);
    }
    const lines = world.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([method, method].map(() => ({ method, route, status, requestId: "mine" })));
  }
});

test("one that fails is told as a problem, and its line stands in the log", async () => {
  await using world = await openTestApp(undefined, {
    isReady: () => {
      throw new Error("planted");
    },
  });
  const { status, body } = await world.call("GET", "/readyz");
  expect([status, (body as { code: string }).code]).toEqual([500, "internal"]);
  const messages = world.lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
  expect(messages).toEqual(["request failed", "request"]);
});

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
