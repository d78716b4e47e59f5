import { styleText } from "node:util";
import type { Stream, Target, TargetStatus } from "@polycast/core";
import { stateColours } from "../text/state-colours.ts";
import { alignRows } from "../text/table.ts";

/** The targets of a stream as a table of text. */
export function renderTable(stream: Stream, framesOf: (target: Target) => number): string {
  const rows = (stream.targets ?? []).map((target) => [
    target.name,
    styleText(stateColours[target.status.state] ?? "gray", target.status.state),
    formatBitrate(target.status.bitrateBps),
    String(framesOf(target)),
    describe(target.status),
  ]);
  return alignRows([["target", "state", "bitrate", "frames", "why, and what next"], ...rows], 2);
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
