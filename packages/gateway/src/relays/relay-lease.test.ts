import { describe, expect, it } from "vitest";
import { temporaryStore } from "../store/temporary-store.test.support.ts";
import { RelayLease } from "./relay-lease.ts";
import { sharedStore } from "./relay-records.test.support.ts";

function open() {
  const { clock, relay } = sharedStore(temporaryStore());
  const { parts } = relay("a");
  let doubts = 0;
  const lease = new RelayLease(
    parts,
    () => "{}",
    () => (doubts += 1),
  );
  return { clock, lease, doubts: () => doubts };
}

describe("a relay's lease", () => {
  it("is good for 10 s from before it was asked for, and renews itself", async () => {
    const { clock, lease } = open();
    expect(lease.isGood).toBe(false);
    await lease.start();
    clock.advance(3_000);
    await lease.renew();
    clock.advance(9_999);
    expect(lease.isGood).toBe(true);
    clock.advance(1);
    expect(lease.isGood).toBe(false);
  });

  it("is not good after it was given free", async () => {
    const { lease } = open();
    await lease.start();
    await lease.close();
    await lease.close();
    expect(lease.isGood).toBe(false);
  });

  it("says when it is renewed so late that somebody may have counted the relay as gone, once", async () => {
    const { clock, lease, doubts } = open();
    await lease.renew();
    clock.advance(4_999);
    await lease.renew();
    expect(doubts()).toBe(0);
    // Another clock may be ahead by almost 5 s.
    clock.advance(5_001);
    await lease.renew();
    await lease.renew();
    expect(doubts()).toBe(1);
    clock.advance(60_000);
    await Promise.all([lease.renew(), lease.during(function* () {})]);
    expect(doubts()).toBe(2);
  });
});
