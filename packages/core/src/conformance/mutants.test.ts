import { describe, expect, test } from "vitest";
import { clauses } from "./clauses.ts";
import { openFake } from "./fake-harness.test.support.ts";
import { ConformanceFailure } from "./failure.ts";
import { concurrencyMutants, errorMutants, pagingMutants, secretMutants } from "./mutants/calls.test.support.ts";
import { enablementMutants, statusMutants } from "./mutants/enablement.test.support.ts";
import type { Mutants } from "./mutants/mutate.test.support.ts";
import { idempotencyMutants } from "./mutants/repeats.test.support.ts";
import { reportMutants, webhookMutants } from "./mutants/reports.test.support.ts";
import { streamMutants } from "./mutants/streams.test.support.ts";
import { targetMutants } from "./mutants/targets.test.support.ts";
import { runClause } from "./run-clause.ts";

const mutants: Mutants = {
  ...streamMutants,
  ...targetMutants,
  ...enablementMutants,
  ...statusMutants,
  ...reportMutants,
  ...webhookMutants,
  ...errorMutants,
  ...secretMutants,
  ...pagingMutants,
  ...idempotencyMutants,
  ...concurrencyMutants,
};

test("every clause has a wrong adapter, and every wrong adapter a clause", () => {
  expect(Object.keys(mutants).toSorted()).toEqual(clauses.map(({ id }) => id).toSorted());
});

describe("a wrong adapter fails its clause, which the right one keeps", () => {
  test.for(clauses)("$id", async (clause) => {
    const mutant = mutants[clause.id];
    if (!mutant) throw new Error(`${clause.id} has no mutant.`);
    const { mutate, table = "open", mode = "direct" } = mutant;
    expect(await runClause(clause, openFake(table), { mode })).toEqual({});
    const failure: unknown = await runClause(clause, openFake(table, mutate), { mode }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(ConformanceFailure);
    expect(failure).toMatchObject({ message: expect.stringContaining(`[${clause.id}] `) });
  });
});
