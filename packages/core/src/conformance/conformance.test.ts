import { describe, expect, test } from "vitest";
import { clauses } from "./clauses.ts";
import { openFake, tables, type TableName } from "./fake-harness.test.support.ts";
import { runClause } from "./run-clause.ts";
import { type Mode, modes } from "./scene.ts";

const names: readonly TableName[] = ["open", "strict", "late"];
const stages = names.flatMap((table) => modes.map((mode): [TableName, Mode] => [table, mode]));

test("the tables are those that there are", () => {
  expect(names).toEqual(Object.keys(tables));
});

/** A clause that says nothing about one table says something about another: the mutants show that none is idle. */
describe.each(stages)("the fake provider, %s, %s", (table, mode) => {
  test.for(clauses)("$id", async (clause) => {
    const { skipped = "it applies" } = await runClause(clause, openFake(table), { mode });
    expect(skipped).toMatch(/\S/u);
  });
});

test("every id is one of its own and begins with its group", () => {
  const ids = clauses.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { id, group, title } of clauses) {
    expect(id.startsWith(`${group}.`)).toBe(true);
    expect(title).toMatch(/^\S.*[^.\s]$/u);
  }
});
