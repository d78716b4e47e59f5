import { clauses, modes, type OpenHarness, runClause } from "@polycast/core/conformance";
import { describe, expect, test } from "vitest";

/** Longer than the patience of a harness that really waits. */
const TIMEOUT_MS = 60_000;

/**
 * Runs every clause of the kit in both modes, each on a harness of its own.
 *
 * @param inapplicable the ids of the clauses that say nothing about this adapter, by mode; a list that differs fails, so
 *   that no clause drops out unnoticed
 */
export function runKit(open: OpenHarness, inapplicable: Record<(typeof modes)[number], readonly string[]>): void {
  describe.each(modes)("%s", (mode) => {
    const said = new Map<string, boolean>();

    test.each(clauses.map((clause) => [clause.id, clause.title, clause] as const))(
      "%s: %s",
      { timeout: TIMEOUT_MS },
      async (id, _title, clause) => {
        const { skipped } = await runClause(clause, open, { mode });
        said.set(id, skipped === undefined);
      },
    );

    test("the clauses that say nothing here are the known ones", () => {
      const silent = [...said].filter(([, applied]) => !applied).map(([id]) => id);
      expect(silent.toSorted()).toEqual(inapplicable[mode].filter((id) => said.has(id)).toSorted());
    });
  });
}
