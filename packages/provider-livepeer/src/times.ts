/** Milliseconds since 1970 as RFC 3339; undefined for what is no time. */
export function toTimestamp(ms: number | null | undefined): string | undefined {
  if (ms === null || ms === undefined || ms <= 0) return undefined;
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
