import { describe, expect, it } from "vitest";
import { engines } from "./contract/engines.test.support.ts";
import { sampleStream } from "./sample-records.test.support.ts";
import { deleteStream, insertStream } from "./streams.ts";
import { countViewTokens, findViewToken, insertViewToken, PRUNE_STEP, pruneViewTokens } from "./view-tokens.ts";

describe.each(engines)("view tokens on $name", (engine) => {
  const stream = sampleStream();
  const token = (hash: string, expiresAt: number) => ({ id: `vtk_${hash}`, hash, streamId: stream.id, expiresAt });

  it("are found by their hash, counted until they expire, and go with their stream", async () => {
    const store = await engine.open();
    await store.write(function* () {
      yield* insertStream(stream);
      yield* insertViewToken(token("a", 100));
      yield* insertViewToken(token("b", 200));
    });
    expect(await store.read(() => findViewToken("a"))).toStrictEqual(token("a", 100));
    const counts = [99, 100, 200].map((now) => store.read(() => countViewTokens(stream.id, now)));
    expect(await Promise.all(counts)).toEqual([2, 1, 0]);
    await store.write(() => deleteStream(stream.id));
    expect(await store.read(() => findViewToken("a"))).toBeUndefined();
    await expect(store.write(() => insertViewToken(token("c", 1)))).rejects.toMatchObject({ code: "conflict" });
  });

  it("are taken away some time after they have expired, a few at a time", async () => {
    const store = await engine.open();
    await store.write(function* () {
      yield* insertStream(stream);
      for (let index = 0; index < PRUNE_STEP + 5; index += 1) yield* insertViewToken(token(String(index), index));
    });
    const prune = (now: number): Promise<number> => store.write(() => pruneViewTokens(now));
    expect([await prune(9), await prune(10_000), await prune(10_000)]).toEqual([10, 195, 0]);
  });
});
