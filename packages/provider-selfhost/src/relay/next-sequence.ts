/**
 * The number of what is observed next: microseconds since 1970, and always above the last one. So it is later than all
 * that another process has numbered before, and stands where it belongs among what is read or told elsewhere.
 *
 * @param wall milliseconds since 1970
 */
export function nextSequence(last: number, wall: number): number {
  return Math.max(last + 1, Math.floor(wall * 1_000));
}
