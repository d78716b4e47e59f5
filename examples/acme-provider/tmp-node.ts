import { mock, test } from "node:test";
import { clauses, modes, runClause } from "@polycast/core/conformance";
import { openAcme } from "./open-acme.ts";

const openHarness = openAcme({
  stop: () => mock.timers.enable({ apis: ["Date"], now: Date.now() }),
  advance: (ms) => mock.timers.setTime(Date.now() + ms),
  release: () => mock.timers.reset(),
});

for (const mode of modes) {
  for (const clause of clauses) {
    test(`${clause.id} (${mode}): ${clause.title}`, async (context) => {
      const { skipped } = await runClause(clause, openHarness, { mode });
      if (skipped !== undefined) context.skip(skipped);
    });
  }
}
