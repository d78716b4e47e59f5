import { expect, test } from "vitest";
import { openStandIn } from "../stand-in.test.support.ts";

const apiKey = {
  id: "key_1",
  name: "the dashboard",
  scopes: ["read", "ingest"],
  tenantId: "acme",
  expiresAt: "2027-01-31T00:00:00.000Z",
  createdAt: "2026-03-06T19:30:12.480Z",
  lastUsedAt: "2026-03-07T08:00:00.000Z",
  last4: "x4Qz",
};
const key = "pcsk_planted-new-key";

test("list shows keys by their last characters", async () => {
  const bare = { id: "key_2", name: "first", scopes: ["admin"], createdAt: apiKey.createdAt, last4: "aaaa" };
  const standIn = await openStandIn({ json: { data: [apiKey, bare] } });
  const { out } = await standIn.run(["keys", "list"]);
  expect(out.split("\n").slice(1)).toEqual([
    "key_1   the dashboard   read,ingest   acme     …x4Qz     2026-03-07 08:00:00Z   2027-01-31 00:00:00Z",
    "key_2   first           admin         –        …aaaa     –                      never",
  ]);
});

test("create shows the key once, and asks for no more than was said", async () => {
  const standIn = await openStandIn({ status: 201, json: { apiKey, key } });
  const words = ["keys", "create", "the dashboard", "--scopes", "read, ingest,read"];
  const { code, out } = await standIn.run([...words, "--tenant", "acme", "--expires", "2027-01-31"]);
  expect(code).toBe(0);
  expect(out.match(/planted/gu)).toHaveLength(1);
  expect(out).toContain("shown this once");
  const body = { name: "the dashboard", scopes: ["read", "ingest"], tenantId: "acme" };
  expect(standIn.heard[0]?.body).toEqual({ ...body, expiresAt: "2027-01-31T00:00:00.000Z" });
  await standIn.run(["keys", "create", "x", "--json"]);
  expect(standIn.heard[1]?.body).toEqual({ name: "x", scopes: ["read"] });
});

test("delete takes the id, never the key", async () => {
  const standIn = await openStandIn({ status: 204 });
  expect(await standIn.run(["keys", "delete", "key_1"])).toEqual({ code: 0, out: "✓ key_1 is deleted.", err: "" });
  expect(standIn.heard).toMatchObject([{ method: "DELETE", path: "/v1/api-keys/key_1" }]);
  const { code, err } = await standIn.run(["keys", "delete", key]);
  expect([code, standIn.heard.length]).toEqual([2, 1]);
  expect(err).not.toContain("planted");
});

test.each([
  [["create"], "Say which name"],
  [["create", "x", "--scopes", "all"], "--scopes takes read, ingest, write, admin"],
  [["create", "x", "--scopes", ""], "--scopes needs a value"],
  [["create", "x", "--expires", "soon"], "--expires takes a time to come"],
  [["create", "x", "--expires", "2020-01-01"], "--expires takes a time to come"],
  [["delete"], "Say which key by its id"],
])("%j is refused before anything is sent", async (words, fault) => {
  const standIn = await openStandIn({ json: {} });
  const { code, err } = await standIn.run(["keys", ...words]);
  expect([code, standIn.heard.length]).toEqual([2, 0]);
  expect(err).toContain(fault);
});
