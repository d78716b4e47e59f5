import { streamSchema } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { aNewStream, aNewTarget, CANARY } from "../testing/records.ts";
import { newStored } from "./edit-stored.ts";
import { toStream } from "./to-model.ts";

const ingest = [{ protocol: "rtmp", url: "rtmp://127.0.0.1/live", streamKey: `ik_${CANARY}` } as const];

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
  const stored = newStored(aNewStream({ targets, reference: "show-1", metadata: { c: "d" } }), ingest);
  const session = { id: "session-1", startedAt: stored.createdAt };
  const status = { state: "live", source: "relay" } as const;
  const stream = toStream({ stream: stored, seen: { status, session, targets: new Map() } });
  expect(streamSchema.parse(stream)).toEqual(stream);
  const text = JSON.stringify(stream);
  expect(text).not.toContain(CANARY);
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
  const stream = toStream({ stream: newStored(aNewStream({ targets: [aNewTarget()] }), ingest), seen: "at_rest" });
  const [target] = stream.targets ?? [];
  for (const name of ["reference", "metadata", "session"]) expect(stream).not.toHaveProperty(name);
  for (const name of ["reference", "metadata", "videoOnly", "pending"]) expect(target).not.toHaveProperty(name);
});

test("what another process looks at is unknown here, what nobody has is at rest", () => {
  const targets = [aNewTarget(), aNewTarget({ enabled: false })];
  const stored = newStored(aNewStream({ enabled: false, targets }), ingest);
  const statesOf = (seen: "held" | "at_rest"): string[] => {
    const stream = toStream({ stream: stored, seen });
    return [stream, ...(stream.targets ?? [])].map(({ status }) => `${status.state} ${status.source}`);
  };
  expect(statesOf("held")).toEqual(Array.from({ length: 3 }, () => "unknown assumed"));
  expect(statesOf("at_rest")).toEqual(["disabled assumed", "idle assumed", "disabled assumed"]);
});
