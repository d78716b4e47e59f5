import { describe, expect, it } from "vitest";
import { createManualClock } from "../testing/manual-clock.ts";
import { createHostLookup } from "./host-lookup.ts";

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A resolver that answers when it is told to. */
function setUp(maxConcurrent = 3) {
  const clock = createManualClock();
  const asked: { host: string; answer: (addresses: string[]) => void; fail: () => void }[] = [];
  const lookup = createHostLookup({
    clock,
    maxConcurrent,
    lookup: (host) =>
      new Promise((resolve, reject) => {
        asked.push({ host, answer: resolve, fail: () => reject(new Error("ENOTFOUND")) });
      }),
  });
  return { clock, asked, lookup };
}

describe("host lookup", () => {
  it("asks once for all who want the same host at the same time", async () => {
    const { asked, lookup } = setUp();
    const both = [lookup("a"), lookup("a")];
    asked[0]?.answer(["1.1.1.1"]);
    expect(await Promise.all(both)).toEqual([["1.1.1.1"], ["1.1.1.1"]]);
    expect(asked).toHaveLength(1);
    const again = lookup("a");
    asked[1]?.answer(["2.2.2.2"]);
    expect(await again).toEqual(["2.2.2.2"]);
  });

  it("asks for few hosts at a time, the others in turn", async () => {
    const { asked, lookup } = setUp(2);
    const answers = ["a", "b", "c", "d"].map((host) => lookup(host));
    expect(asked.map(({ host }) => host)).toEqual(["a", "b"]);
    asked[1]?.fail();
    await expect(answers[1]).rejects.toMatchObject({ code: "dns" });
    await settled();
    expect(asked.map(({ host }) => host)).toEqual(["a", "b", "c"]);
    for (const at of [0, 2]) asked[at]?.answer(["1.1.1.1"]);
    await settled();
    asked[3]?.answer(["1.1.1.1"]);
    expect(await Promise.all([answers[0], answers[2], answers[3]])).toHaveLength(3);
  });

  it("has a place again after every answer", async () => {
    const { asked, lookup } = setUp(1);
    for (let at = 0; at < 4; at += 1) {
      const answer = lookup(`host${at}`);
      asked[at]?.answer(["1.1.1.1"]);
      await expect(answer).resolves.toEqual(["1.1.1.1"]);
    }
  });

  it("waits for nobody longer than 5 s", async () => {
    const { clock, lookup } = setUp(1);
    const [hanging, queued] = [lookup("a"), lookup("b")];
    const outcomes = Promise.allSettled([hanging, queued]);
    clock.advance(5000);
    expect(await outcomes).toEqual([
      expect.objectContaining({ reason: expect.objectContaining({ code: "dns" }) }),
      expect.objectContaining({ reason: expect.objectContaining({ code: "dns" }) }),
    ]);
  });

  it("takes an empty answer for none", async () => {
    const { asked, lookup } = setUp();
    const answer = lookup("a");
    asked[0]?.answer([]);
    await expect(answer).rejects.toMatchObject({
      code: "dns",
      message: expect.stringContaining("a could not be resolved"),
    });
  });
});
