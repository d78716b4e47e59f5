import { isMultistreamError } from "@polycast/core";
import { plainCell } from "../../text/plain-cell.ts";
import { alignRows } from "../../text/table.ts";
import type { Style } from "../io.ts";

/** One thing that was looked at. */
export type Finding = {
  /** `note`: worth knowing, nothing is broken. */
  level: "ok" | "note" | "wrong";
  /** What was looked at, e.g. an instance's name. */
  what: string;
  message: string;
  /** What to do about it. */
  next?: string | undefined;
};

const marks = { ok: ["green", "✓"], note: ["yellow", "!"], wrong: ["red", "✗"] } as const;

/** Findings line by line, each with what to do about it. */
export function showFindings(findings: readonly Finding[], style: Style): string {
  const rows = findings.map(({ level, what, message }) => {
    const [colour, mark] = marks[level];
    return [`${style(colour, mark)} ${plainCell(what)}`, plainCell(message)];
  });
  const lines = alignRows(rows).split("\n");
  return findings
    .map(({ next }, index) => `${lines[index] ?? ""}${next === undefined ? "" : `\n    → ${plainCell(next)}`}`)
    .join("\n");
}

/** Is anything wrong? */
export function isWrong(findings: readonly Finding[]): boolean {
  return findings.some(({ level }) => level === "wrong");
}

/** What a failure says about what was looked at. */
export function failureFinding(what: string, error: unknown): Finding {
  if (!isMultistreamError(error)) {
    return { level: "wrong", what, message: error instanceof Error ? error.message : String(error) };
  }
  // A hint that points to the field `issues` is for programs.
  const next = error.hint?.includes("`issues`") ? undefined : error.hint;
  return { level: "wrong", what, message: error.message, next };
}
