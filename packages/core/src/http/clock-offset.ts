/**
 * Milliseconds that a server's clock is certainly ahead of ours (behind: negative) by one of its answers; 0 where
 * nothing is proved. The header has whole seconds, and the answer was written at some moment between the two of ours:
 * only when that second lies outside is an offset certain, and then it is at least the distance to the nearest end.
 *
 * @param answer.date the `Date` header
 * @param answer.sentAt our own clock, milliseconds since 1970
 */
export function clockOffset(answer: { date: string | null | undefined; sentAt: number; receivedAt: number }): number {
  const from = Date.parse(answer.date ?? "");
  if (Number.isNaN(from)) return 0;
  const to = from + 1_000;
  if (from > answer.receivedAt) return from - answer.receivedAt;
  return to <= answer.sentAt ? to - answer.sentAt : 0;
}
