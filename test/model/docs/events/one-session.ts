import { common, type Difference, differences } from "../../../events/differences.ts";
import type { ProviderModel } from "../../providers.ts";
import { codes, table } from "../markdown.ts";

const names: Record<Difference["of"], string> = {
  stream: "the stream",
  target: "each target",
  "failing target": "the target that fails",
};

/** One session as each provider tells it. [test/events](../test/events) plays it. */
export function oneSession(providers: readonly ProviderModel[]): string {
  const told = Object.entries(common).map(([of, words]) => [names[of as Difference["of"]], inWords(words)]);
  const rows = providers.flatMap(({ name, label }) => {
    const known = differences[name] ?? [];
    if (known.length === 0) return [[label, "–", "", "", "tells it as above"]];
    return known.map(({ of, instead, comes, because }) => [
      label,
      names[of],
      inWords(instead),
      inWords(comes),
      because,
    ]);
  });
  return [
    "A stream with three targets is created; its encoder starts and all three connect; one of them fails and recovers; the encoder is lost, comes back, and says goodbye. [`test/events`](../test/events) plays this on all four providers and compares the events of each thing. The common telling:",
    table(["of", "events"], told),
    "Where a provider's telling differs, and why:",
    table(["provider", "of", "instead of", "comes", "because"], rows),
  ].join("\n\n");
}

function inWords(words: string): string {
  return words === "" ? "–" : codes(words.split(" ")).replaceAll(", ", " → ");
}
