import { describe, expect, it, onTestFinished, vi } from "vitest";
import { emptiedDatabase, testServer } from "../contract/temporary-database.test.support.ts";
import { createPool } from "./connect.ts";
import { createHearing } from "./hearing.ts";
import { defaultLimits } from "./limits.ts";
import { openFor, openTransaction } from "./postgres-store.test.support.ts";

describe.skipIf(testServer === undefined)("what is heard of the log", () => {
  it("says once that a transaction holds it back for long", async () => {
    const url = await emptiedDatabase();
    await openFor(url);
    const pool = createPool(url, defaultLimits);
    let now = 0;
    let told = 0;
    const onStuck = vi.fn();
    const hearing = createHearing({ pool, tell: () => void (told += 1), onStuck, clock: () => now });
    onTestFinished(async () => {
      hearing.close();
      await pool.end();
    });
    const slow = await openTransaction(url);
    const quick = await openTransaction(url);
    await quick.append("evt_quick");
    await quick.commit();
    hearing.hear("events", "");
    await vi.waitFor(() => expect(told).toBeGreaterThan(2));
    now = 9999;
    let before = told;
    await vi.waitFor(() => expect(told).toBeGreaterThan(before + 2), 5000);
    expect(onStuck).not.toHaveBeenCalled();
    // When exactly is createHeldBack's test: where another database's older transaction ends, it is counted from then.
    await vi.waitFor(() => {
      now += 10_000;
      expect(onStuck).toHaveBeenCalled();
    }, 10_000);
    before = told;
    await vi.waitFor(() => expect(told).toBeGreaterThan(before + 2), 5000);
    expect(onStuck).toHaveBeenCalledOnce();
    await slow.commit();
  });
});
