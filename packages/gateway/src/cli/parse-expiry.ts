import { UsageError } from "./usage-error.ts";

const units: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const MOST_MS = 10 * 366 * 86_400_000;

/**
 * When something is to end: `12h`, `30d`, `8w` from now, or a time as RFC 3339 has it.
 *
 * @param now milliseconds since the epoch
 * @returns RFC 3339
 * @throws UsageError for anything else, the past, and more than ten years
 */
export function parseExpiry(text: string, now: number): string {
  const [, count, unit] = /^(\d{1,5})([hdw])$/u.exec(text) ?? [];
  const isTime = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/u.test(text);
  const at = unit === undefined ? (isTime ? Date.parse(text) : Number.NaN) : now + Number(count) * (units[unit] ?? 0);
  if (at > now && at <= now + MOST_MS) return new Date(at).toISOString();
  throw new UsageError("--expires takes a time to come within ten years, like 30d, 12h or 2027-01-31.");
}
