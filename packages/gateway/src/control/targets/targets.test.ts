import { MultistreamError } from "@polycast/core";
import type { Rule } from "@polycast/core/provider";
import { everythingAllowed, fakeProvider } from "@polycast/core/testing";
import { expect, test, vi } from "vitest";
import type { Store } from "../../store/index.ts";
import { failingStore } from "../failing-store.test.support.ts";
import { createManualClock } from "../manual-clock.test.support.ts";
import { openTestControl } from "../test-control.test.support.ts";

const custom = { name: "Custom", destination: { url: "rtmp://media.example.com/live", streamKey: "planted-key-0002" } };

async function openWithStream(fake = fakeProvider(), wrapStore?: (store: Store) => Store) {
  const opened = await openTestControl({ fake: fake.provider }, wrapStore ? { wrapStore } : {});
  const { stream } = await opened.control.streams.create({ name: "Show", targets: [custom] });
  const target = stream.targets?.[0];
  if (!target) throw new Error("The stream has no target.");
  return { opened, fake, stream, target, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
}

test("creates, lists and finds by both kinds of id", async () => {
  await using world = await openWithStream();
  const { targets } = world.opened.control;
  const created = await targets.create(world.stream.id, {
    ...custom,
    name: "Second",
    enabled: false,
    metadata: { a: "b" },
  });
  expect(created).toMatchObject({
    id: expect.stringMatching(/^tgt_/u),
    streamId: world.stream.id,
    enabled: false,
    status: { state: "disabled" },
    metadata: { a: "b" },
    destination: { redacted: true, host: "media.example.com" },
  });
  expect((await targets.list(world.stream.id)).map(({ name }) => name)).toEqual(["Custom", "Second"]);
  const [binding] = created.bindings ?? [];
  expect(await targets.get({ streamId: "fake:stream-1", id: `fake:${binding?.id}` })).toEqual(created);
  expect(await world.opened.eventOf("target.created")).toMatchObject({ data: { target: { name: "Custom" } } });
});

test("pages through a stream's targets, oldest first", async () => {
  await using world = await openWithStream();
  const { targets } = world.opened.control;
  for (const name of ["Second", "Third"]) await targets.create(world.stream.id, { ...custom, name });
  const all = await targets.list(world.stream.id);
  const first = await targets.page("fake:stream-1", { limit: 2 });
  expect(first).toEqual({ data: all.slice(0, 2), nextCursor: expect.any(String) });
  expect(await targets.page(world.stream.id, { limit: 2, cursor: first.nextCursor })).toEqual({ data: all.slice(2) });
  const ofAcme = world.opened.control.forTenant("acme").targets;
  await expect(ofAcme.page(world.stream.id, {})).rejects.toMatchObject({ code: "not_found" });
});

test("does not find a target under another stream", async () => {
  await using world = await openWithStream();
  const other = await world.opened.control.streams.create({ name: "Other" });
  const path = { streamId: other.stream.id, id: world.target.id };
  await expect(world.opened.control.targets.get(path)).rejects.toMatchObject({ code: "not_found" });
});

test("switches off and on again under the same id", async () => {
  await using world = await openWithStream();
  const { targets } = world.opened.control;
  const path = { streamId: world.stream.id, id: world.target.id };
  const off = await targets.update(path, { enabled: false });
  expect(off).toMatchObject({ id: world.target.id, enabled: false, status: { state: "disabled" } });
  expect(await targets.update(path, { enabled: true })).toMatchObject({ enabled: true, status: { state: "idle" } });
  const types = (await world.opened.events()).map(({ type }) => type);
  expect(types.filter((type) => type === "target.updated")).toHaveLength(2);
});

test("a new destination is sent, sealed and shown redacted", async () => {
  await using world = await openWithStream();
  const { targets } = world.opened.control;
  const path = { streamId: world.stream.id, id: world.target.id };
  const destination = { url: "rtmp://other.example.com/app", streamKey: "planted-key-0003" };
  const update = vi.spyOn(world.fake.provider.targets, "update");
  const updated = await targets.update(path, { destination });
  expect(update.mock.lastCall?.[1]).toEqual({ destination });
  expect(updated.destination).toMatchObject({ redacted: true, host: "other.example.com" });
  expect(updated).not.toHaveProperty("pending");
  const event = await world.opened.eventOf("target.updated");
  expect(event.data).toMatchObject({
    changed: ["destination"],
    previous: { destination: { host: "media.example.com" } },
    target: { destination: { host: "other.example.com" } },
  });
  expect(JSON.stringify(await world.opened.events())).not.toContain("planted");
});

test("a wish that cannot be stored fails, and the provider is not told", async () => {
  const failures: Error[] = [];
  await using world = await openWithStream(fakeProvider(), (store) => failingStore(store, failures));
  failures.push(new MultistreamError("provider_unavailable", "The disk is full."));
  const changing = world.opened.control.targets.update(
    { streamId: world.stream.id, id: world.target.id },
    { name: "New" },
  );
  await expect(changing).rejects.toMatchObject({ code: "provider_unavailable", outcome: "not_applied" });
  expect(world.fake.calls()).not.toContain("targets.update");
});

test("what the provider fails to do is pending with its error, and is done by itself", async () => {
  const clock = createManualClock(Date.now());
  const fake = fakeProvider({ now: () => clock.now() });
  await using opened = await openTestControl({ fake: fake.provider }, { clock });
  const { stream } = await opened.control.streams.create({ name: "Show", targets: [custom] });
  const path = { streamId: stream.id, id: stream.targets?.[0]?.id ?? "" };
  fake.failNext("targets.update", new MultistreamError("timeout", "No answer.", { outcome: "unknown" }));
  const updated = await opened.control.targets.update(path, { name: "New" });
  expect(updated).toMatchObject({
    name: "New",
    pending: { changes: ["update"], applies: "now", error: { code: "timeout", retryable: true } },
  });
  expect(updated.pending?.error?.nextAttemptAt).toBeDefined();
  const failed = await opened.eventOf("target.change_failed");
  expect(failed.data).toMatchObject({ target: { pending: { error: { code: "timeout" } } } });
  clock.advance(1000);
  await opened.eventOf("target.change_applied");
  expect(await opened.control.targets.get(path)).not.toHaveProperty("pending");
  expect((await opened.events()).map(({ type }) => type).filter((type) => type.includes("change"))).toEqual([
    "target.change_pending",
    "target.change_failed",
    "target.change_applied",
  ]);
});

test("a name is not sent to a provider that keeps none", async () => {
  const capabilities = everythingAllowed({ stores: { stream: [], target: [] } });
  await using world = await openWithStream(fakeProvider({ capabilities }));
  const path = { streamId: world.stream.id, id: world.target.id };
  expect(await world.opened.control.targets.update(path, { name: "New" })).toMatchObject({ name: "New" });
  expect(world.fake.calls()).not.toContain("targets.update");
});

test("refuses before any call what the provider cannot do", async () => {
  const { target: rules } = everythingAllowed();
  const refused: Rule = { ...rules.create, idle: "refused", live: "refused", reason: "it has no such call" };
  const target = { ...rules, disable: refused, restart: refused, delete: refused };
  const capabilities = everythingAllowed({ target, renditions: false });
  await using world = await openWithStream(fakeProvider({ capabilities }));
  const { targets } = world.opened.control;
  const path = { streamId: world.stream.id, id: world.target.id };
  await expect(targets.update(path, { enabled: false })).rejects.toMatchObject({ code: "unsupported" });
  await expect(targets.restart(path)).rejects.toMatchObject({
    code: "unsupported",
    rule: { reason: refused.reason },
  });
  await expect(targets.delete(path)).rejects.toMatchObject({ code: "unsupported" });
  expect(await targets.get(path)).not.toHaveProperty("pending");
  await expect(targets.update(path, { rendition: "720p" })).rejects.toMatchObject({ code: "unsupported" });
  expect(world.fake.calls().filter((call) => call.startsWith("targets."))).toEqual([]);
});

test("deletes for good, and again without harm", async () => {
  await using world = await openWithStream();
  const { targets } = world.opened.control;
  const path = { streamId: world.stream.id, id: world.target.id };
  expect(await targets.delete(path)).toEqual({});
  expect(await targets.delete(path)).toEqual({});
  expect(await targets.delete({ streamId: "str_none", id: "tgt_none" })).toEqual({});
  expect(await targets.list(world.stream.id)).toEqual([]);
  const types = (await world.opened.events()).map(({ type }) => type);
  expect(types.filter((type) => type === "target.deleted")).toHaveLength(1);
});

test("finds targets over all streams, by state in whole pages", async () => {
  await using world = await openWithStream();
  const { targets } = world.opened.control;
  for (let index = 0; index < 9; index += 1) {
    await targets.create(world.stream.id, { ...custom, name: `T${index}`, enabled: index % 3 !== 0 });
  }
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await targets.find({ state: "disabled", limit: 2, ...(cursor === undefined ? {} : { cursor }) });
    found.push(...page.data.map(({ name }) => name));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  expect(found).toEqual(["T6", "T3", "T0"]);
  expect((await targets.find({ streamId: world.stream.id, limit: 100 })).data).toHaveLength(10);
  expect((await targets.find({ streamId: "str_none" })).data).toEqual([]);
  expect((await targets.find({ provider: "other" })).data).toEqual([]);
});
