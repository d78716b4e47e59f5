import { describe, expect, it } from "vitest";
import { Acceptance, type AcceptanceFacts } from "./acceptance.ts";

const facts: AcceptanceFacts = { acknowledgedBytes: 0, sourceDelivers: true, hasMore: true };

/** Samples once a second; `handed` and `queue` by second. */
function run(
  seconds: number,
  handed: (s: number) => number,
  queue?: (s: number) => number,
  more: Partial<AcceptanceFacts> = {},
) {
  const acceptance = new Acceptance(0, 0);
  const verdicts = Array.from({ length: seconds }, (_, index) => {
    const s = index + 1;
    const sample = { at: s * 1000, bytesHanded: handed(s), ...(queue ? { sendQueue: queue(s) } : {}) };
    return acceptance.observe(sample, { ...facts, ...more });
  });
  return { acceptance, verdicts };
}

describe("Acceptance", () => {
  it("sees through a kernel that takes everything for a peer that takes nothing", () => {
    const { verdicts, acceptance } = run(
      12,
      (s) => 1000 + s * 16_000,
      (s) => s * 16_000,
    );
    expect(verdicts.slice(0, 5)).toEqual(["moving", "moving", "moving", "moving", "moving"]);
    expect(verdicts.slice(5, 10)).toEqual(["stalled", "stalled", "stalled", "stalled", "stalled"]);
    expect(verdicts[10]).toBe("dead");
    expect(acceptance.acceptedBytes).toBe(1000);
  });

  it("counts only media, from the baseline on", () => {
    const acceptance = new Acceptance(5000, 0);
    expect(acceptance.observe({ at: 60, bytesHanded: 9000, sendQueue: 4000 }, facts)).toBe("waiting");
    expect(acceptance.observe({ at: 120, bytesHanded: 9000, sendQueue: 3999 }, facts)).toBe("moving");
    expect(acceptance.acceptedBytes).toBe(1);
    expect(acceptance.lastByteAt).toBe(120);
  });

  it("recovers from a stall by the first accepted byte", () => {
    const acceptance = new Acceptance(0, 0);
    for (let s = 1; s <= 7; s += 1) acceptance.observe({ at: s * 1000, bytesHanded: 500, sendQueue: 500 }, facts);
    expect(acceptance.observe({ at: 8000, bytesHanded: 500, sendQueue: 499 }, facts)).toBe("moving");
    expect(acceptance.observe({ at: 12_000, bytesHanded: 500, sendQueue: 499 }, facts)).toBe("moving");
  });

  it("counts no stall while the source is silent", () => {
    const silent = run(
      30,
      () => 2000,
      () => 1000,
      { sourceDelivers: false },
    );
    expect(new Set(silent.verdicts)).toEqual(new Set(["moving"]));
  });

  it("counts no stall while there is nothing to accept", () => {
    const { verdicts } = run(
      30,
      () => 2000,
      () => 0,
      { hasMore: false },
    );
    expect(new Set(verdicts)).toEqual(new Set(["moving"]));
  });

  it("does not hold a pause of our own thread against the peer", () => {
    const acceptance = new Acceptance(0, 0);
    acceptance.observe({ at: 1000, bytesHanded: 10, sendQueue: 0 }, facts);
    expect(acceptance.observe({ at: 60_000, bytesHanded: 20, sendQueue: 10 }, facts)).toBe("moving");
  });

  it("takes what was handed for accepted where the kernel cannot be asked", () => {
    expect(run(3, (s) => s * 100).verdicts).toEqual(["moving", "moving", "moving"]);
    const stuck = run(12, () => 100).verdicts;
    expect([stuck[0], stuck[5], stuck[10]]).toEqual(["moving", "stalled", "dead"]);
  });

  it("learns nothing from a reading in which the socket is missing", () => {
    const acceptance = new Acceptance(0, 0);
    acceptance.observe({ at: 1000, bytesHanded: 100, sendQueue: 90 }, facts);
    acceptance.observe({ at: 2000, bytesHanded: 200 }, facts);
    expect(acceptance.acceptedBytes).toBe(10);
  });

  it("believes acknowledgements, up to what was handed", () => {
    const acceptance = new Acceptance(0, 0);
    acceptance.observe({ at: 1000, bytesHanded: 100, sendQueue: 100 }, { ...facts, acknowledgedBytes: 40 });
    expect(acceptance.acceptedBytes).toBe(40);
    acceptance.observe({ at: 2000, bytesHanded: 100, sendQueue: 100 }, { ...facts, acknowledgedBytes: 4000 });
    expect(acceptance.acceptedBytes).toBe(100);
  });

  it("measures the rate over about 5 s", () => {
    const { acceptance } = run(
      20,
      (s) => (s <= 10 ? 0 : (s - 10) * 500_000),
      () => 0,
      { backlogEnd: 0 },
    );
    expect(acceptance.bitrateBps).toBe(4_000_000);
    expect(new Acceptance(0, 0).bitrateBps).toBeUndefined();
  });

  it("measures the rate of what follows the backlog, when there is a second of it", () => {
    const acceptance = new Acceptance(0, 0);
    const rate = (at: number, handed: number, sendQueue: number, backlogEnd?: number): number | undefined => {
      acceptance.observe({ at, bytesHanded: handed, sendQueue }, { ...facts, backlogEnd });
      return acceptance.bitrateBps;
    };
    expect(rate(60, 3_000_000, 2_900_000)).toBeUndefined();
    expect(rate(1060, 4_100_000, 1_000_000, 4_000_000)).toBeUndefined();
    expect(rate(2060, 4_200_000, 0, 4_000_000)).toBeUndefined();
    expect(rate(2560, 4_250_000, 0, 4_000_000)).toBeUndefined();
    expect(rate(3060, 4_300_000, 0, 4_000_000)).toBe(800_000);
  });
});
