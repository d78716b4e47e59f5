import { inspect } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LiveStage, nth } from "./testing/live-stage.ts";
import { CANARY } from "./testing/records.ts";
import { Sink } from "./testing/sink.ts";

let stage: LiveStage;
beforeEach(async () => {
  stage = await LiveStage.open();
});
afterEach(() => stage[Symbol.asyncDispose]());

test("a key goes in and comes out nowhere: not in answers, events, log lines or errors", async () => {
  const [good, strict, busy] = [await stage.sink(), await stage.sink(), await stage.sink()];
  strict.refuses = "NetStream.Publish.Denied";
  busy.refuses = "NetStream.Publish.BadName";
  const gone = await Sink.open();
  await gone[Symbol.asyncDispose]();
  const destinations = [
    { url: good.url, streamKey: CANARY },
    { url: `${strict.url}/${CANARY}` },
    { url: `${busy.url}?auth=${CANARY}`, streamKey: `${CANARY}?token=${CANARY}` },
    { url: gone.url, streamKey: `${CANARY}/${CANARY}` },
  ] as const;
  const answers: unknown[] = [];
  const keep = async (call: Promise<unknown>): Promise<void> => {
    answers.push(await call.catch((error: unknown) => error));
  };

  const { live } = stage;
  const targets = destinations.map((destination, index) => ({ name: `t${index}`, destination }));
  const { stream, ingest } = await live.streams.create({ name: "Show", targets });
  answers.push(stream);
  const [first] = ingest;
  if (first?.protocol !== "rtmp") throw new Error("there is no RTMP ingest");
  await stage.encoder(first);
  const [a, denied, inUse, refused] = stream.targets ?? [];
  if (!a || !denied || !inUse || !refused) throw new Error("targets are missing");
  await stage.watch.is(a, "live");
  await stage.watch.is(denied, "retrying unauthorized");
  await stage.watch.is(inUse, "retrying key_in_use");
  await stage.watch.is(refused, "retrying refused");

  await keep(live.targets.update(a, { destination: { url: strict.url, streamKey: CANARY } }));
  await keep(live.targets.update(a, { destination: { url: `rtmp://live.example:99999/app/${CANARY}` } }));
  await keep(live.targets.create(stream.id, { name: "x", destination: { url: `http://${CANARY}` as never } }));
  await keep(
    live.targets.create(stream.id, { name: "x", destination: { url: "srt://live.example:1", passphrase: CANARY } }),
  );
  await keep(live.targets.restart(a));
  await keep(live.streams.get(stream.id));
  await keep(Promise.resolve(live.streams.list()));
  await keep(stage.encoder({ ...first, streamKey: `${first.streamKey}x${CANARY}` }));
  await keep(live.streams.update(stream.id, { name: "Other" }));
  await nth(stage.links, 0).terminate();
  await stage.log.line("the relay runs again");
  await keep(live.streams.end(stream.id));
  await keep(live.streams.delete(stream.id));

  const everything = inspect([answers, stage.watch.events, stage.watch.snapshot, stage.log.lines], {
    depth: Infinity,
    maxArrayLength: Infinity,
    maxStringLength: Infinity,
    showHidden: true,
  });
  expect(everything).toContain("unauthorized");
  expect(everything).not.toContain(CANARY);
  expect(everything).not.toContain(first.streamKey);
});
