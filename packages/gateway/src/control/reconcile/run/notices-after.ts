import type { Notice } from "@polycast/core";

/** Told by the gateway itself; an answer of the provider does not take them back. */
const own: ReadonlySet<string> = new Set(["ignored_provider_options", "needs_key", "drift"]);

/** Not worth telling here: the gateway keeps the name itself. */
const idle: ReadonlySet<string> = new Set(["name_not_stored"]);

/** What is kept to be said of a target after its provider has answered. */
export function noticesAfter(before: readonly Notice[], answered: readonly Notice[]): Notice[] {
  return [...answered.filter(({ code }) => !idle.has(code)), ...before.filter(({ code }) => own.has(code))];
}
