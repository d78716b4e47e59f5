import { fakeProvider } from "@polycast/core/testing";
import { expect, test } from "vitest";
import { all } from "../../store/access.ts";
import { db } from "../../store/database.ts";
import { createManualClock } from "../manual-clock.test.support.ts";
import { openTestControl } from "../test-control.test.support.ts";
import { createViewTokens } from "./view-tokens.ts";

async function open(options: { maxPerStream?: number } = {}) {
  const opened = await openTestControl({ fake: fakeProvider().provider });
  const { stream } = await opened.control.streams.create({ name: "Show" });
  const clock = createManualClock();
  const { store, control } = opened;
  const tokens = createViewTokens({ store, clock, getStream: (id) => control.streams.get(id), ...options });
  return { ...opened, streamId: stream.id, clock, tokens };
}

test("a token opens its stream until it expires", async () => {
  await using world = await open();
  const { token, streamId, expiresAt } = await world.tokens.create(world.streamId, { expiresInSeconds: 60 });
  expect(token).toMatch(/^pcvt_[0-9A-Za-z]{43}$/u);
  expect([streamId, expiresAt]).toEqual([world.streamId, "2026-01-02T03:05:05.000Z"]);
  world.clock.advance(59_999);
  expect(await world.tokens.find(token)).toEqual({ streamId, expiresAt: Date.parse(expiresAt) });
  world.clock.advance(1);
  expect(await world.tokens.find(token)).toBeUndefined();
});

test("it lasts an hour unless it says otherwise, and names the stream by any of its names", async () => {
  await using world = await open();
  const { bindings } = await world.control.streams.get(world.streamId);
  const made = await world.tokens.create(`fake:${bindings?.[0]?.id}`, {});
  expect(made).toMatchObject({ streamId: world.streamId, expiresAt: "2026-01-02T04:04:05.000Z" });
});

test.each([59, 3601, 60.5, "60", null])("%j seconds are refused", async (expiresInSeconds) => {
  await using world = await open();
  await expect(world.tokens.create(world.streamId, { expiresInSeconds })).rejects.toMatchObject({
    code: "invalid_argument",
  });
});

test("the store holds the hash, never the token", async () => {
  await using world = await open();
  const { token } = await world.tokens.create(world.streamId, {});
  const rows = await world.store.read(() => all(db.selectFrom("view_tokens").selectAll()));
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(token.slice(5));
});

test("it goes away with its stream", async () => {
  await using world = await open();
  const { token } = await world.tokens.create(world.streamId, {});
  await world.control.streams.delete(world.streamId);
  expect(await world.tokens.find(token)).toBeUndefined();
  await expect(world.tokens.create(world.streamId, {})).rejects.toMatchObject({ code: "not_found" });
});

test("a stream has so many at a time; expired ones make room", async () => {
  await using world = await open({ maxPerStream: 2 });
  await world.tokens.create(world.streamId, { expiresInSeconds: 60 });
  await world.tokens.create(world.streamId, {});
  await expect(world.tokens.create(world.streamId, {})).rejects.toMatchObject({ code: "limit_exceeded" });
  const other = await world.control.streams.create({ name: "Other" });
  await world.tokens.create(other.stream.id, {});
  world.clock.advance(60_000);
  await world.tokens.create(world.streamId, {});
});

test.each(["", "pcvt_", `pcvt_${"a".repeat(43)}`, `pcsk_${"a".repeat(43)}`])("%j opens nothing", async (token) => {
  await using world = await open();
  expect(await world.tokens.find(token)).toBeUndefined();
});
