/** Streams in one message to the relay, so that neither side stands still over a long one. */
export const MAX_BATCH = 500;

/** Divides what comes into lists of at most so many; each is read when it is asked for. */
export function* inBatches<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
