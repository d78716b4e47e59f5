/** What tells one thing that is told of from another. */
type Told = { kind: string; streamId?: string; targetId?: string; ended?: boolean };

/**
 * Only the newest of what was told of each thing, in the order in which that was told: what is kept where not everything
 * can be. The end of a session counts as a thing of its own, which no later state replaces; so does a warning, which
 * replaces no state.
 */
export function newestOfEach<T extends Told>(told: readonly T[]): T[] {
  const newest = new Map<string, T>();
  for (const one of told) {
    const { kind, streamId = "", targetId = "", ended = false } = one;
    const key = JSON.stringify([kind, streamId, targetId, ended]);
    newest.delete(key);
    newest.set(key, one);
  }
  return [...newest.values()];
}
