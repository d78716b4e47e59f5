import { clauses, type Mode, type OpenHarness, runClause } from "@polycast/core/conformance";
import { describe, expect, test } from "vitest";
import { gatewayHarness } from "./gateway.ts";

const TIMEOUT_MS = 60_000;

/** What is run, and of what it is known to say nothing. */
export type GatewayKit = {
  /** `direct` tries the API, `with state` also what a receiver makes of the gateway's webhooks. Default `direct`. */
  modes?: readonly Mode[];
  /** Which clauses are run; default all. */
  runs?: (id: string, mode: Mode) => boolean;
  /** The ids of those that say nothing about this provider through a gateway; a list that differs fails. */
  inapplicable: readonly string[];
};

/** These say nothing through a gateway, whatever is behind it: it keeps all fields, lets wishes wait, and reports by itself. */
const always = ["streams.refuses-unstored", "targets.refuses-unstored", "enablement.not-idle", "status.watch-finds"];
const onTheWire =
  /^(?:errors|idempotency|paging)\.|^webhooks\.(?!ids$)|^secrets\.(?:read-)?errors$|^targets\.declared-list-partly$/u;

/** Is it about the way between the adapter and the gateway? That is the same over every provider: once is enough. */
export function isOnTheWire(id: string): boolean {
  return onTheWire.test(id);
}

/** Runs the kit through a running gateway over this provider. */
export function runGatewayKit(openBehind: OpenHarness, kit: GatewayKit): void {
  const { modes = ["direct"], runs = () => true, inapplicable } = kit;
  const open = gatewayHarness(openBehind);
  describe.each(modes)("%s", (mode) => {
    const said = new Map<string, boolean>();
    const chosen = clauses.filter(({ id }) => runs(id, mode));

    test.each(chosen.map((clause) => [clause.id, clause.title, clause] as const))(
      "%s: %s",
      { timeout: TIMEOUT_MS },
      async (id, _title, clause) => {
        const { skipped } = await runClause(clause, open, { mode });
        said.set(id, skipped === undefined);
      },
    );

    test("the clauses that say nothing here are the known ones", () => {
      const silent = [...said].filter(([, applied]) => !applied).map(([id]) => id);
      const expected = [...always, ...inapplicable, ...(mode === "direct" ? ["webhooks.repeated"] : [])];
      expect(silent.toSorted()).toEqual(expected.filter((id) => said.has(id)).toSorted());
    });
  });
}
