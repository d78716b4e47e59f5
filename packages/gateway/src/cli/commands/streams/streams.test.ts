import { expect, test } from "vitest";
import { ingest, pending, stream, target } from "../../samples.test.support.ts";
import { API_KEY, openStandIn, run } from "../../stand-in.test.support.ts";

test("list gathers pages until there are enough, and says that there are more", async () => {
  const standIn = await openStandIn(
    { json: { data: [stream], nextCursor: "c1" } },
    { json: { data: [{ ...stream, id: "str_2", status: { state: "dancing" }, surprise: 1 }], nextCursor: "c2" } },
  );
  const { code, out } = await standIn.run(["streams", "list", "--provider", "mux-us", "--limit", "2"]);
  expect(code).toBe(0);
  expect(out.split("\n")).toEqual([
    "ID      NAME          PROVIDER   STATE     SINCE                  WHAT NEXT",
    "str_1   Friday show   mux-us     live      2026-03-06 19:30:12Z",
    "str_2   Friday show   mux-us     dancing   –",
    expect.stringContaining("… and more"),
  ]);
  expect(standIn.heard.map(({ path }) => path)).toEqual([
    "/v1/streams?provider=mux-us&limit=2",
    "/v1/streams?provider=mux-us&cursor=c1&limit=1",
  ]);
  expect(standIn.heard[0]?.headers.authorization).toBe(`Bearer ${API_KEY}`);
});

test("list --json answers with what the gateway has said, nothing left out", async () => {
  const standIn = await openStandIn({ json: { data: [{ ...stream, surprise: 1 }] } });
  const { out } = await standIn.run(["streams", "list", "--json"]);
  expect(JSON.parse(out)).toEqual({ data: [{ ...stream, surprise: 1 }] });
});

test("a list whose cursor stands still comes to an end", async () => {
  const standIn = await openStandIn({ json: { data: [], nextCursor: "same" } });
  expect(await standIn.run(["streams", "list"])).toMatchObject({ code: 0, out: "No streams." });
  expect(standIn.heard).toHaveLength(2);
});

test("get shows a stream with its targets and what is noticed", async () => {
  const notices = [{ code: "needs_manual_go_live", message: "Press \u001b[31mgo live\u001b[0m there." }];
  const standIn = await openStandIn({ json: { ...stream, pending, targets: [{ ...target, notices }] } });
  const { out } = await standIn.run(["streams", "get", "mux-us:abc/d"]);
  expect(standIn.heard[0]?.path).toBe("/v1/streams/mux-us%3Aabc%2Fd");
  expect(out).toContain("Friday show: live since 2026-03-06 19:30:12Z");
  expect(out).toMatch(/^ {2}pending +disable when the stream is idle$/mu);
  expect(out).toContain("rtmps://live.twitch.tv/app (key …x4Qz)   on       live    6.2 Mbit/s");
  expect(out).toContain("! Press go live there.");
});

test("create shows where the encoder sends to, and sends an idempotency key", async () => {
  const standIn = await openStandIn({ status: 201, json: { stream, ingest } });
  const { code, out } = await standIn.run(["streams", "create", "Friday show", "--provider=mux-us", "--disabled"]);
  expect(code).toBe(0);
  expect(out).toContain("planted-ingest-key");
  const [request] = standIn.heard;
  expect(request?.body).toEqual({ name: "Friday show", provider: "mux-us", enabled: false });
  expect(request?.headers["idempotency-key"]).toMatch(/^[\da-f-]{36}$/u);
});

test.each([
  [["update", "str_1", "--name", "New"], "PATCH", "/v1/streams/str_1", { name: "New" }, "✓ str_1 is changed"],
  [["enable", "str_1"], "PATCH", "/v1/streams/str_1", { enabled: true }, "✓ str_1 is switched on"],
  [["disable", "str_1"], "PATCH", "/v1/streams/str_1", { enabled: false }, "✓ str_1 is switched off"],
  [["end", "str_1"], "POST", "/v1/streams/str_1/end", undefined, "✓ The session of str_1 is ended."],
])("%j is one call", async (words, method, path, body, text) => {
  const standIn = await openStandIn({ json: stream });
  expect(await standIn.run(["streams", ...words])).toEqual({ code: 0, out: text, err: "" });
  expect(standIn.heard).toMatchObject([{ method, path, body }]);
});

test("a change that waits says for what", async () => {
  const standIn = await openStandIn({ json: { ...stream, pending } });
  expect((await standIn.run(["streams", "disable", "str_1"])).out).toBe(
    "✓ str_1 is switched off: disable when the stream is idle.",
  );
});

test("delete says whether it is gone", async () => {
  const standIn = await openStandIn({ status: 204 }, { status: 202, json: { pending } });
  expect((await standIn.run(["streams", "delete", "str_1"])).out).toBe("✓ str_1 is deleted.");
  expect((await standIn.run(["streams", "delete", "str_1"])).out).toContain("as soon as its provider allows it");
});

test("ingest and rotate show credentials: they are asked for by name", async () => {
  const standIn = await openStandIn({ json: { data: ingest } });
  expect((await standIn.run(["streams", "ingest", "str_1"])).out).toMatch(/stream key +planted-ingest-key$/u);
  expect((await standIn.run(["streams", "rotate", "str_1"])).out).toContain("planted-ingest-key");
  expect(standIn.heard).toMatchObject([
    { method: "GET", path: "/v1/streams/str_1/ingest" },
    { method: "POST", path: "/v1/streams/str_1/ingest/rotate" },
  ]);
});

test.each([
  [["get"], "Say which stream, e.g. polycast streams get str_…"],
  [["enable"], "Say which stream"],
  [["update", "str_1"], "--name or --reference"],
  [["create"], "Say which name"],
  [["list", "--limit", "0"], "--limit takes a whole number from 1 to 10000."],
  [["list", "--limit", "many"], "--limit takes"],
  [["get", "str_1", "str_2"], 'Nothing is known to do with "str_2"'],
])("%j is refused before anything is sent", async (words, fault) => {
  const standIn = await openStandIn({ json: stream });
  const { code, out, err } = await standIn.run(["streams", ...words]);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(fault);
  expect(standIn.heard).toEqual([]);
});

test("the words are looked at before the key is", async () => {
  expect((await run(["streams", "end"])).code).toBe(2);
  const { code, err } = await run(["streams", "end", "str_1"]);
  expect(code).toBe(1);
  expect(err).toContain("POLYCAST_API_KEY");
});

test("what the gateway refuses ends with 1, for programs in JSON", async () => {
  const problem = {
    code: "not_idle",
    detail: "It is live.",
    hint: "End it first.",
    retryable: false,
    outcome: "not_applied",
    requestId: "req_1",
  };
  const standIn = await openStandIn({ status: 409, json: problem });
  expect(await standIn.run(["streams", "enable", "str_1"])).toEqual({
    code: 1,
    out: "",
    err: "✗ It is live.\n  End it first.",
  });
  const { err } = await standIn.run(["streams", "enable", "str_1", "--json"]);
  expect(JSON.parse(err)).toMatchObject({ error: { code: "not_idle", outcome: "not_applied" } });
});
