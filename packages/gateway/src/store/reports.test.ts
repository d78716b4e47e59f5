import { describe, expect, it } from "vitest";
import { type Engine, engines } from "./contract/engines.test.support.ts";
import { appendReport, countReports, deleteReports, listReports, trimReports } from "./reports.ts";
import { toldOn } from "./told-on.test.support.ts";

/** A store with some reports of an instance and one of another. */
async function reportsOn(engine: Engine, count: number) {
  const store = await engine.open();
  const append = (body: string, instance = "selfhost") =>
    store.write(() => appendReport({ instance, source: "relay:a/1", body, createdAt: 1 }));
  for (let index = 0; index < count; index += 1) await append(`[${index}]`);
  await append("[]", "elsewhere");
  const list = (limit = 100) => store.read(() => listReports("selfhost", limit));
  const bodies = async (limit?: number) => (await list(limit)).map(({ body }) => body);
  return { store, append, list, bodies, total: () => store.read(() => countReports("selfhost")) };
}

describe.each(engines)("reports on $name", (engine) => {
  it("are read oldest first, by instance, as they were left", async () => {
    const { bodies, list, total } = await reportsOn(engine, 3);
    expect(await bodies()).toEqual(["[0]", "[1]", "[2]"]);
    expect(await bodies(2)).toEqual(["[0]", "[1]"]);
    expect(await list(1)).toEqual([{ position: 1, source: "relay:a/1", body: "[0]", createdAt: 1 }]);
    expect(await total()).toBe(3);
  });

  it("are told by their instance", async () => {
    const { store, append } = await reportsOn(engine, 0);
    expect(await toldOn(store, "reports", () => append("[]"))).toEqual(["selfhost"]);
  });

  it("go when they were processed, and none that came between", async () => {
    const { store, append, list, bodies } = await reportsOn(engine, 3);
    const read = await list();
    await append("[9]");
    const [first, , last] = read.map(({ position }) => position);
    expect(await store.write(() => deleteReports([first ?? 0, last ?? 0]))).toBe(2);
    expect(await store.write(() => deleteReports([]))).toBe(0);
    expect(await bodies()).toEqual(["[1]", "[9]"]);
  });

  it("give way to newer ones, a few at a time", async () => {
    const { store, bodies } = await reportsOn(engine, 5);
    const trim = (keep: number, limit: number) => store.write(() => trimReports("selfhost", keep, limit));
    expect([await trim(5, 9), await trim(2, 2), await trim(2, 9)]).toEqual([0, 2, 1]);
    expect(await bodies()).toEqual(["[3]", "[4]"]);
    expect(await store.read(() => countReports("elsewhere"))).toBe(1);
  });
});
