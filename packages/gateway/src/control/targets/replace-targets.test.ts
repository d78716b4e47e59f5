import { fakeProvider } from "@polycast/core/testing";
import { expect, test } from "vitest";
import { openTestControl } from "../test-control.test.support.ts";

function wish(reference: string, differences: object = {}) {
  const destination = { url: `rtmp://${reference}.example.com/live`, streamKey: `planted-key-${reference}` };
  return { name: reference, reference, destination, ...differences };
}

async function open() {
  const fake = fakeProvider();
  const opened = await openTestControl({ fake: fake.provider });
  const targets = [wish("a"), wish("b"), { ...wish("c"), reference: undefined }];
  const { stream } = await opened.control.streams.create({ name: "Show", targets });
  return { fake, opened, stream, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
}

test("keeps what is as it was, changes what differs, and makes what is missing", async () => {
  await using world = await open();
  const { targets } = world.opened.control;
  const before = await targets.list(world.stream.id);
  const list = await targets.replace(world.stream.id, [wish("a"), wish("b", { enabled: false }), wish("d")]);
  expect(list.map(({ name, enabled }) => [name, enabled])).toEqual([
    ["a", true],
    ["b", false],
    ["c", true],
    ["d", true],
  ]);
  expect(list.slice(0, 3).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(list.filter(({ pending }) => pending)).toEqual([]);
  const calls = world.fake.calls().filter((call) => call.startsWith("targets."));
  expect(calls).toEqual(["targets.create", "targets.update"]);
  await targets.replace(world.stream.id, [wish("a"), wish("b", { enabled: false }), wish("d")]);
  expect(world.fake.calls().filter((call) => call.startsWith("targets."))).toEqual(calls);
});

test("prune removes those with a reference that are not listed, and no others", async () => {
  await using world = await open();
  const { targets } = world.opened.control;
  const kept = await targets.replace(world.stream.id, [wish("d")]);
  expect(kept.map(({ name }) => name)).toEqual(["a", "b", "c", "d"]);
  const pruned = await targets.replace(world.stream.id, [wish("d")], { prune: true });
  expect(pruned.map(({ name }) => name)).toEqual(["c", "d"]);
});

test("all of it is stored, or nothing", async () => {
  await using world = await open();
  const { targets } = world.opened.control;
  const srt = { ...wish("e"), destination: { url: "https://example.com" } };
  await expect(targets.replace(world.stream.id, [wish("d"), srt])).rejects.toMatchObject({ code: "invalid_argument" });
  await expect(targets.replace(world.stream.id, [wish("d"), wish("d")])).rejects.toMatchObject({
    code: "invalid_argument",
  });
  const { reference: _none, ...without } = wish("f");
  await expect(targets.replace(world.stream.id, [without])).rejects.toMatchObject({
    issues: [{ path: "0.reference" }],
  });
  expect(await targets.list(world.stream.id)).toHaveLength(3);
});
