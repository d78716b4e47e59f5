import { isMultistreamError } from "@polycast/core";
import { everythingAllowed, fakeProvider } from "@polycast/core/testing";
import { expect, test } from "vitest";
import { openTestControl } from "../test-control.test.support.ts";

const targets = [{ name: "one", destination: { url: "rtmp://live.example.com/app", streamKey: "planted-one" } }];

/** Two providers that can do everything, and a stream that is on its way from one to the other: `goOn` lets it go on. */
async function openUnderWay() {
  const [here, there] = ["here", "there"].map((name) => fakeProvider({ name, capabilities: everythingAllowed() }));
  if (!here || !there) throw new Error("there are two");
  const stage = await openTestControl({ here: here.provider, there: there.provider });
  const { stream } = await stage.control.streams.create({ provider: "here", name: "Show", targets });
  const made = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  there.beforeAnswer("streams.create", async () => {
    made.resolve();
    await goOn.promise;
  });
  const switching = stage.control.streams.switch(stream.id, { provider: "there", dryRun: false });
  await made.promise;
  return { stage, stream, here, there, switching, goOn: goOn.resolve };
}

const refused = { code: "conflict", retryable: true, hint: "Repeat it when that is done." };

test("while a stream is moved, whatever changes it is refused, with what to do", async () => {
  const { stage, stream, switching, goOn } = await openUnderWay();
  await using _stage = stage;
  const { streams, targets: calls } = stage.control;
  const { id } = stream;
  const target = { streamId: id, id: stream.targets?.[0]?.id ?? "" };
  const others: [string, () => Promise<unknown>][] = [
    ["update", () => streams.update(id, { name: "Other" })],
    ["delete", () => streams.delete(id)],
    ["switch", () => streams.switch(id, { provider: "there", dryRun: false })],
    ["dry run", () => streams.switch(id, { provider: "there" })],
    ["target create", () => calls.create(id, { name: "two", destination: { preset: "twitch", streamKey: "x" } })],
    ["target update", () => calls.update(target, { enabled: false })],
    ["target delete", () => calls.delete(target)],
  ];
  for (const [what, call] of others) {
    const error: unknown = await call().catch((thrown: unknown) => thrown);
    expect([what, isMultistreamError(error) && error]).toEqual([what, expect.objectContaining(refused)]);
  }
  // These wait for the step that is being made, and then find it under way or done.
  const ended = streams.end(id);
  const rotated = streams.rotateIngest(id);
  goOn();
  await expect(ended).rejects.toMatchObject(refused);
  await expect(rotated).rejects.toMatchObject(refused);
  const { ingest } = await switching;
  expect(await streams.getIngest(id)).toEqual(ingest);
});

test("what waited for its turn finds the stream where it was moved to meanwhile", async () => {
  const { stage, stream, here, there, switching, goOn } = await openUnderWay();
  await using _stage = stage;
  const { streams } = stage.control;
  const moved = Promise.withResolvers<unknown>();
  // The last step of the switch itself.
  there.beforeAnswer("streams.getIngest", () => moved.resolve(streams.rotateIngest(stream.id)));
  goOn();
  await switching;
  expect(await moved.promise).toEqual(await streams.getIngest(stream.id));
  expect(here.calls()).not.toContain("streams.rotateIngest");
});
