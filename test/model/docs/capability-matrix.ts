import type { Operation, Rule } from "@polycast/core";
import { operations, ruleOf } from "@polycast/core/provider";
import type { ProviderModel } from "../providers.ts";
import { code, link, table } from "./markdown.ts";

const evidenceMarks: Record<Rule["evidence"], string> = { tested: "●", documented: "◐", assumed: "○" };

/** Every operation on every provider, with a note on each rule: why it is refused or late, and the page that says so. */
export function capabilityMatrix(providers: readonly ProviderModel[]): string {
  const columns = providers.map((provider) => new Column(provider));
  const rows = operations.map((operation) => [code(operation)].concat(columns.map((column) => column.cell(operation))));
  return [
    `When a change takes effect while the stream is *idle / live*; one word where both are the same. A *disabled* stream is treated like an idle one where nothing else is said. ${legend()}`,
    table(["operation", ...providers.map(({ label }) => label)], rows),
    ...columns.map((column) => column.notes()),
  ].join("\n\n");
}

function legend(): string {
  return [
    `${evidenceMarks.tested} tested by this repository,`,
    `${evidenceMarks.documented} documented by the provider or read in its published source,`,
    `${evidenceMarks.assumed} assumed: nobody has seen it.`,
    "The tables say what the providers do by themselves; *emulated* is what Polycast makes out of other calls.",
  ].join(" ");
}

function effect({ idle, live, disabled = idle, via }: Rule): string {
  const [whileIdle, whileLive] = [words(idle), words(live)];
  const running = whileIdle === whileLive ? whileIdle : `${whileIdle} / ${whileLive}`;
  const when = disabled === idle ? running : `${running}; disabled: ${words(disabled)}`;
  return via === "emulated" ? `${when} *(emulated)*` : when;
}

function words(applies: Rule["idle"]): string {
  return applies === "refused" ? "**refused**" : applies.replaceAll("_", " ");
}

/** One provider's cells, and its notes in the order of their first use; equal ones are one. */
class Column {
  readonly #provider: ProviderModel;
  readonly #numbers = new Map<string, number>();

  constructor(provider: ProviderModel) {
    this.#provider = provider;
  }

  /** When the operation takes effect, how that is known, and the mark of its note. */
  cell(operation: Operation): string {
    const rule = ruleOf(this.#provider.capabilities, operation);
    const page = link(rule.source);
    const note = rule.reason === undefined ? page : `${rule.reason} (${page})`;
    const number = this.#numbers.get(note) ?? this.#numbers.size + 1;
    this.#numbers.set(note, number);
    return `${effect(rule)} ${evidenceMarks[rule.evidence]} <sup>[${number}](#${this.#anchor(number)})</sup>`;
  }

  /** All notes that the cells refer to. */
  notes(): string {
    const items = Array.from(
      this.#numbers,
      ([note, number]) => `${number}. <a id="${this.#anchor(number)}"></a>${note}`,
    );
    return [`**${this.#provider.label}**`, items.join("\n")].join("\n\n");
  }

  #anchor(number: number): string {
    return `${this.#provider.name}-${number}`;
  }
}
