import { streamSchema } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { aNewStream, aNewTarget, CANARY } from "../testing/records.ts";
import { Registry } from "./registry.ts";
import { toStream } from "./to-model.ts";

test("the model's view is whole, fits the schema, and holds no key", () => {
  const destinations = [
    { url: "rtmp://live.example/app", streamKey: CANARY },
    { url: `rtmps://live.example:443/app/${CANARY}?token=${CANARY}` },
    { url: `rtmp://live.example/app?auth=${CANARY}`, streamKey: CANARY },
    { preset: "twitch", streamKey: CANARY },
  ] as const;
  const targets = destinations.map((destination) =>
    aNewTarget({ destination, reference: "ref", metadata: { a: "b" }, videoOnly: false }),
  );
  const registry = new Registry();
  const record = registry.addStream(aNewStream({ targets, reference: "show-1", metadata: { c: "d" } }));
  record.session = { id: "session-1", startedAt: record.createdAt };
  const stream = toStream(record);
  expect(streamSchema.parse(stream)).toEqual(stream);
  const text = JSON.stringify(stream);
  expect(text).not.toContain(CANARY);
  expect(text).not.toContain(record.streamKey);
  expect(stream).toMatchObject({
    provider: "selfhost",
    reference: "show-1",
    metadata: { c: "d" },
    session: { id: "session-1" },
  });
  expect(
    stream.targets?.map(({ destination }) => `${destination.protocol} ${destination.preset ?? destination.host}`),
  ).toEqual(["rtmp live.example", "rtmps live.example", "rtmp live.example", "rtmps twitch"]);
});

test("what was not given is absent", () => {
  const stream = toStream(new Registry().addStream(aNewStream({ targets: [aNewTarget()] })));
  const [target] = stream.targets ?? [];
  for (const name of ["reference", "metadata", "session"]) expect(stream).not.toHaveProperty(name);
  for (const name of ["reference", "metadata", "videoOnly", "pending"]) expect(target).not.toHaveProperty(name);
});
