import type { ProviderModel } from "../providers.ts";
import { codes, table } from "./markdown.ts";

/** What else differs: how status arrives, limits, protocols, and what the provider keeps. */
export function providerFacts(providers: readonly ProviderModel[]): string {
  const row = (label: string, value: (capabilities: ProviderModel["capabilities"]) => string): string[] => [
    label,
    ...providers.map(({ capabilities }) => value(capabilities)),
  ];
  const constraints = providers.flatMap(({ label, capabilities }) =>
    capabilities.constraints.map((constraint) => [label, constraint]),
  );
  return [
    table(
      ["", ...providers.map(({ label }) => label)],
      [
        row("status comes by", ({ status }) => codes(status.delivery)),
        row("target states", ({ status }) => codes(status.states)),
        row("says why a target failed", ({ status }) => yes(status.reasons)),
        row("targets per stream", ({ limits }) => String(limits.targetsPerStream ?? "no fixed limit")),
        row("target protocols", ({ protocols }) => codes(protocols)),
        row("renditions per target", ({ renditions }) => yes(renditions)),
        row("stored keys can be read back", ({ readsKeysBack }) => yes(readsKeysBack)),
        row("keeps of a stream", ({ stores }) => codes(stores.stream)),
        row("keeps of a target", ({ stores }) => codes(stores.target)),
      ],
    ),
    table(["provider", "constraint"], constraints),
  ].join("\n\n");
}

function yes(is: boolean): string {
  return is ? "yes" : "no";
}
