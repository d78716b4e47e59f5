import { clauses, type Mode, modes, type OpenHarness, runClause } from "@polycast/core/conformance";
import { describe, expect, test } from "vitest";

/** Longer than the patience of a harness that really waits. */
const TIMEOUT_MS = 60_000;

/** What is run, and of what it is known to say nothing. */
export type Kit = {
  /** Default: both. */
  modes?: readonly Mode[];
  /** Which clauses are run; default all. */
  runs?: (id: string, mode: Mode) => boolean;
  /** Are the clauses run at the same time, a few at once? For harnesses that wait really, and share no clock. Default: no. */
  concurrent?: boolean;
  /** The ids of the clauses that say nothing about this adapter; a list that differs fails, so that none drops out unnoticed. */
  inapplicable: (mode: Mode) => readonly string[];
};

/** Runs the clauses of a kit, each on a harness of its own. */
export function runClauses(open: OpenHarness, kit: Kit): void {
  const { modes: run = modes, runs = () => true, concurrent = false, inapplicable } = kit;
  describe.each(run)("%s", (mode) => {
    const said = new Map<string, boolean>();
    const chosen = clauses.filter(({ id }) => runs(id, mode));

    test.each(chosen.map((clause) => [clause.id, clause.title, clause] as const))(
      "%s: %s",
      { timeout: TIMEOUT_MS, concurrent },
      async (id, _title, clause) => {
        const { skipped } = await runClause(clause, open, { mode });
        said.set(id, skipped === undefined);
      },
    );

    test("the clauses that say nothing here are the known ones", () => {
      const silent = [...said].filter(([, applied]) => !applied).map(([id]) => id);
      expect(silent.toSorted()).toEqual(
        inapplicable(mode)
          .filter((id) => said.has(id))
          .toSorted(),
      );
    });
  });
}

/** Runs every clause in both modes. @param inapplicable by mode: see `Kit` */
export function runKit(
  open: OpenHarness,
  inapplicable: Record<Mode, readonly string[]>,
  options: Pick<Kit, "concurrent"> = {},
): void {
  runClauses(open, { ...options, inapplicable: (mode) => inapplicable[mode] });
}
