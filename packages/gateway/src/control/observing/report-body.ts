import type { Observation } from "@polycast/core/provider";

/** That something has changed, of one stream or of any, and is to be read. */
export type ReportedHint = { kind: "hint"; streamId?: string };

/** What a process reports to the one that observes an instance; all ids are the provider's. */
export type Reported = Observation | ReportedHint;

/** Writes a report down. */
export function writeReport(items: readonly Reported[]): string {
  return JSON.stringify(items);
}

/** Reads a report. What is no report of ours is left out: another version may have written it. */
export function readReport(body: string): Reported[] {
  try {
    const items: unknown = JSON.parse(body);
    return Array.isArray(items) ? items.filter(isReported) : [];
  } catch {
    return [];
  }
}

/** Looks at the outer shape: who writes them is this package, or a relay of it. */
function isReported(item: unknown): item is Reported {
  if (!isObject(item)) return false;
  const { kind, streamId, targetId, sequence, occurredAt, status, notice } = item;
  if (kind === "hint") return streamId === undefined || typeof streamId === "string";
  if (typeof streamId !== "string" || !Number.isFinite(sequence)) return false;
  if (typeof occurredAt !== "string" || Number.isNaN(Date.parse(occurredAt))) return false;
  if (kind === "warning") return isObject(notice) && (targetId === undefined || typeof targetId === "string");
  if (!isObject(status) || typeof status["state"] !== "string") return false;
  return kind === "stream" || (kind === "target" && typeof targetId === "string");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
