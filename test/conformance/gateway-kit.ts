import type { Mode, OpenHarness } from "@polycast/core/conformance";
import { gatewayHarness } from "./gateway.ts";
import { runClauses } from "./run-kit.ts";

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
  const { modes = ["direct"], inapplicable, ...rest } = kit;
  runClauses(gatewayHarness(openBehind), {
    ...rest,
    modes,
    inapplicable: (mode) => [...always, ...inapplicable, ...(mode === "direct" ? ["webhooks.repeated"] : [])],
  });
}
