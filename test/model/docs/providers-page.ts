import type { ProviderModel } from "../providers.ts";
import { capabilityMatrix } from "./capability-matrix.ts";
import { code, codes, table } from "./markdown.ts";
import { page } from "./page.ts";
import { providerFacts } from "./provider-facts.ts";
import { statusTables } from "./status-tables.ts";

/** The whole of `docs/providers.md`. */
export function providersPage(providers: readonly ProviderModel[]): string {
  return page(
    "Providers",
    "The same calls on every provider; what differs is said here, and by `can()` and `capabilities()` in the code. The words are those of [the model](model.md); how to write an adapter of your own is on the page [Adding a provider](adding-a-provider.md).",
    [
      ["Packages and credentials", packages(providers)],
      ["What each provider can do", capabilityMatrix(providers)],
      ["How the providers differ otherwise", providerFacts(providers)],
      ["What each provider's words mean", statusTables(providers)],
    ],
  );
}

function packages(providers: readonly ProviderModel[]): string {
  const rows = providers.map(({ label, name, packageName, environment }) => [
    label,
    code(packageName),
    code(`${name}()`),
    codes(environment),
  ]);
  return [
    table(["provider", "package", "factory", "environment"], rows),
    "What is not given to the factory comes from the environment, and is read with the first call that needs it.",
    "A running gateway is a provider too: `gateway()` of `@polycast/gateway` (`POLYCAST_URL`, `POLYCAST_API_KEY`, `POLYCAST_WEBHOOK_SECRET`). Its table is that of the instance behind it, with what the gateway emulates: [Two modes](modes.md#gateway).",
  ].join("\n\n");
}
