/** Milliseconds since 1970 as the model writes a time; nothing for what is none. */
export function timestampOf(ms: number | null | undefined): string | undefined {
  const date = new Date(ms ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
