import { describe, expect, test } from "vitest";
import { clause } from "./clause.ts";
import { openFake } from "./fake-harness.test.support.ts";
import type { Harness, OpenHarness } from "./harness.ts";
import { runClause } from "./run-clause.ts";

const rule = "The rule";

/** A harness over the fake that counts how often it is closed. */
function counted(differences: Partial<Harness> = {}): { open: OpenHarness; closed: () => number } {
  let closed = 0;
  const close = (): void => {
    closed += 1;
  };
  const open = async (): Promise<Harness> => ({ ...(await openFake("open")()), ...differences, close });
  return { open, closed: () => closed };
}

describe("a clause", () => {
  test("that is kept says nothing", async () => {
    const { open, closed } = counted();
    const kept = clause("status.x", rule, async (scene) => void (await scene.stage(1)));
    expect(await runClause(kept, open)).toEqual({});
    expect(closed()).toBe(1);
  });

  test("that does not apply says why, and is not run", async () => {
    const { open, closed } = counted();
    const skipped = clause(
      "status.x",
      rule,
      () => Promise.reject(new Error("it ran")),
      () => "there is no such thing",
    );
    expect(await runClause(skipped, open)).toEqual({ skipped: "there is no such thing" });
    expect(closed()).toBe(1);
  });

  test("that throws what nobody expected fails, with the cause", async () => {
    const { open, closed } = counted();
    const cause = new TypeError("x is not a function");
    const broken = clause("status.x", rule, () => Promise.reject(cause));
    await expect(runClause(broken, open)).rejects.toMatchObject({
      name: "ConformanceFailure",
      message: '[status.x] The rule. Expected a success, but got TypeError "x is not a function".',
      cause,
    });
    expect(closed()).toBe(1);
  });

  test("that waits for what never comes fails when its patience is over, by the harness's clock", async () => {
    let waited = 0;
    const { open } = counted({ advance: (ms) => void (waited += ms), patienceMs: 500 });
    const waits = clause("status.x", rule, async (scene) => {
      await scene.until(
        async () => "idle",
        (state) => state === "live",
        "It is live.",
      );
    });
    await expect(runClause(waits, open)).rejects.toMatchObject({ rule: "[status.x] It is live.", actual: '"idle"' });
    expect(waited).toBeGreaterThanOrEqual(500);
  });
});

describe("credentials", () => {
  test("are looked for in whatever the adapter gave out, whatever the clause is about", async () => {
    const right = await openFake("open")();
    const get: typeof right.adapter.streams.get = async (id, context) => {
      const stream = await right.adapter.streams.get(id, context);
      return { ...stream, notices: [{ code: "x", message: "token canary-api-token-3f6a" }] };
    };
    const { open } = counted({ adapter: { ...right.adapter, streams: { ...right.adapter.streams, get } } });
    const reads = clause("paging.x", rule, async (scene) => {
      const { stream } = await scene.stage(0);
      await scene.client.streams.get(stream.id);
    });
    await expect(runClause(reads, open)).rejects.toMatchObject({ actual: '"one in streams.get"' });
  });

  test("are not repeated by the failure itself", async () => {
    const { open } = counted();
    const tells = clause("streams.x", rule, async (scene) => {
      const { ingest } = await scene.stage(0);
      throw new Error(`the ingest was ${JSON.stringify(ingest)} and canary-api-token-3f6a`);
    });
    const failure: unknown = await runClause(tells, open).catch((error: unknown) => error);
    const said = failure instanceof Error ? failure.message : "";
    expect(said).toContain("the ingest was");
    expect(said).not.toMatch(/fake-ingest-|canary/u);
    expect(failure).not.toHaveProperty("cause");
  });
});
