import type { ProviderModel } from "../providers.ts";
import type { StatusMapping } from "@polycast/core/provider";
import { code, link, table } from "./markdown.ts";

/** What each provider's words mean in the model, one table per provider. */
export function statusTables(providers: readonly ProviderModel[]): string {
  return providers.map(statusTable).join("\n\n");
}

function statusTable({ label, statusMapping, statusPages }: ProviderModel): string {
  const own = statusMapping.every(({ native, state }) => native === state);
  const body = own
    ? "Reports in the words of [the model](model.md), every step of them."
    : table(["of", "native", "when", "means", "reason", "source", ""], statusMapping.map(row));
  const pages = statusPages.length === 0 ? [] : [`Read from ${statusPages.map(link).join(", ")}.`];
  return [`### ${label}`, body, ...pages].join("\n\n");
}

function row({ of, native, when, state, reason, source, note, setting }: StatusMapping): string[] {
  const word = /\s/u.test(native) && !native.includes(":") ? native : code(native);
  const remark = [note, setting && `only with the setting ${code(setting)}`].filter(Boolean).join("; ");
  return [of, word, when ?? "", `**${state}**`, reason === undefined ? "" : code(reason), source, remark];
}
