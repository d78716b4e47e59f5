import { createMultistream, type Destination, type TargetRef } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { aContext, aDestination, aStream, aTarget, interceptLivepeer, open } from "./test-support/simulated.ts";

interceptLivepeer();
const context = aContext();

async function opened(count = 3) {
  const stage = open();
  const targets = Array.from({ length: count }, (_, index) => aTarget(index + 1));
  const { stream } = await stage.provider.streams.create(aStream({ targets }), context);
  stage.simulator.requests.clear();
  const live = createMultistream({ provider: stage.provider });
  const writes = (): string[] => stage.calls().filter((call) => !call.startsWith("GET"));
  const [first] = stream.targets ?? [];
  return { ...stage, live, stream, writes, ref: { streamId: stream.id, id: first?.id ?? "" } };
}

const asked = (n: number, destination = n) => ({ name: `Target ${n}`, destination: aDestination(destination) });

describe.concurrent("a whole list of targets", () => {
  test("that is what there is writes nothing: this process knows what it has sent", async () => {
    const { live, stream, writes } = await opened();
    await live.streams.update(stream.id, { targets: [asked(1), asked(2), asked(3)] });
    expect(writes()).toEqual([]);
  });

  test.each([
    ["two destinations swapped", [2, 1, 3]],
    ["three rotated", [2, 3, 1]],
    ["one moved and two swapped", [9, 3, 2]],
  ])("%s: every target keeps its id, and no two are the same in the end", async (_name, places) => {
    const { live, stream, writes } = await opened();
    const targets = places.map((place, index) => asked(index + 1, place));
    const updated = await live.streams.update(stream.id, { targets });
    expect(updated.targets?.map(({ id }) => id)).toEqual(stream.targets?.map(({ id }) => id));
    expect(updated.targets?.map(({ destination }) => destination.host)).toEqual(
      places.map((place) => `live${place}.example`),
    );
    expect(updated.targets?.flatMap(({ notices }) => notices)).toEqual([]);
    expect(writes().every((call) => call.startsWith("PATCH /multistream/target/"))).toBe(true);
  });
});

describe.concurrent("a destination that another target of the stream has", () => {
  test("in the same rendition is told at both, and not any more once they differ", async () => {
    const { provider, stream, ref } = await opened(2);
    const moved = await provider.targets.update?.(ref, { destination: aDestination(2) }, context);
    expect(moved?.notices).toMatchObject([{ code: "same_push" }]);
    const codes = async () =>
      (await provider.targets.list(stream.id, context)).map(({ notices }) => notices.map(({ code }) => code));
    expect(await codes()).toEqual([["same_push"], ["same_push"]]);
    await provider.targets.update?.(ref, { rendition: "720p0" }, context);
    expect(await codes()).toEqual([[], []]);
  });

  test("is refused where a target is made, unless rendition or sound differ", async () => {
    const { provider, stream } = await opened(1);
    const again = (differences: object) =>
      provider.targets.create(stream.id, { ...aTarget(1), ...differences }, context);
    await expect(again({ name: "Again" })).rejects.toMatchObject({ code: "conflict", outcome: "not_applied" });
    expect(await again({ name: "Silent", videoOnly: true })).toMatchObject({ videoOnly: true, notices: [] });
    expect(await again({ name: "Small", rendition: "360p0" })).toMatchObject({ rendition: "360p0", notices: [] });
  });
});

describe.concurrent("hasDestination", () => {
  test("is true for what was sent to the letter, and nothing is said of anything else", async () => {
    const { provider, restarted, ref, stream } = await opened(1);
    const has = (target: TargetRef, destination: Destination) =>
      provider.targets.hasDestination?.(target, destination, context);
    expect(await has(ref, aDestination(1))).toBe(true);
    expect(await has(ref, aDestination(2))).toBeUndefined();
    expect(await restarted().targets.hasDestination?.(ref, aDestination(1), context)).toBeUndefined();
    const srt = { url: "srt://live.example:9000", streamId: "id", passphrase: "canary-passphrase" } as const;
    const made = await provider.targets.create(stream.id, aTarget(2, { destination: srt }), context);
    expect(await has(made, srt)).toBe(true);
    // The same place to others, and yet another passphrase.
    expect(await has(made, { ...srt, passphrase: "canary-other-one" })).toBeUndefined();
  });
});

test.concurrent("SRT parameters without an effect are told", async () => {
  const { provider, stream } = await opened(0);
  const destination = { url: "srt://live.example:9000?streamid=abc&maxbw=1000" } as const;
  const made = await provider.targets.create(stream.id, aTarget(1, { destination }), context);
  expect(made.notices).toMatchObject([{ code: "srt_parameters_ignored" }]);
});
