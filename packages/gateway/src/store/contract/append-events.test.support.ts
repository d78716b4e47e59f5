import { expect, vi } from "vitest";
import { appendEvent, type LoggedEvent } from "../events.ts";
import { newestPosition } from "../log-bounds.ts";
import { placeOf } from "../log-position.ts";
import type { Store } from "../store.ts";

/**
 * Appends events in one unit, waits until they can be read, and answers their numbers. On PostgreSQL any transaction
 * that writes, be it in another database, holds back what comes after it.
 */
export async function appendAndSettle(store: Store, ...events: LoggedEvent[]): Promise<number[]> {
  const sequences = await store.write(function* () {
    const appended: number[] = [];
    for (const event of events) appended.push(yield* appendEvent(event));
    return appended;
  });
  const newest = async (): Promise<number> => placeOf(await store.read(newestPosition)).position;
  await vi.waitFor(async () => expect(await newest()).toBe(sequences.at(-1)), 20_000);
  return sequences;
}
