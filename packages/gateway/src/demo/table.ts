import { stripVTControlCharacters, styleText } from "node:util";
import type { Stream, Target, TargetStatus } from "@polycast/core";

const colours = {
  live: "green",
  connecting: "cyan",
  retrying: "yellow",
  failed: "red",
  idle: "gray",
  disabled: "gray",
  unknown: "gray",
} as const;

/** The targets of a stream as a table of text. */
export function renderTable(stream: Stream, framesOf: (target: Target) => number): string {
  const rows = (stream.targets ?? []).map((target) => [
    target.name,
    styleText(colours[target.status.state], target.status.state),
    formatBitrate(target.status.bitrateBps),
    String(framesOf(target)),
    describe(target.status),
  ]);
  return align([["target", "state", "bitrate", "frames", "why, and what next"], ...rows]);
}

function describe({ reason, attempt, nextAttemptAt }: TargetStatus): string {
  if (!reason) return "";
  const wait = nextAttemptAt === undefined ? undefined : Math.max(0, Date.parse(nextAttemptAt) - Date.now());
  const next = wait === undefined ? "" : `, attempt ${(attempt ?? 0) + 1} in ${(wait / 1000).toFixed(1)} s`;
  return `${reason.code}${next}`;
}

function formatBitrate(bps: number | undefined): string {
  if (bps === undefined || bps === 0) return "–";
  return bps >= 1e6 ? `${(bps / 1e6).toFixed(1)} Mbit/s` : `${Math.round(bps / 1e3)} kbit/s`;
}

function align(rows: string[][]): string {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, widthOf(cell))));
  const pad = (cell: string, column: number): string => cell + " ".repeat((widths[column] ?? 0) - widthOf(cell));
  return rows.map((row) => `  ${row.map(pad).join("   ").trimEnd()}`).join("\n");
}

function widthOf(cell: string): number {
  return stripVTControlCharacters(cell).length;
}
