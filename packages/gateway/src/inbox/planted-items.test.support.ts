import { type InboxRecord, insertInboxItem, newId, type Store } from "../store/index.ts";

/** Stores items of an age, a second apart, oldest first: settled ones unless it is said. They cannot be opened. */
export async function plant(
  store: Store,
  count: number,
  receivedAt: number,
  fields: Partial<InboxRecord> = {},
): Promise<void> {
  await store.write(function* () {
    for (let index = 0; index < count; index += 1) {
      const id = newId("inboxItem");
      yield* insertInboxItem({
        id,
        provider: "fake",
        eventId: id,
        type: "stream.changed",
        state: "done",
        contentSealed: "v1.sealed",
        receivedAt: receivedAt + index * 1000,
        occurredAt: receivedAt,
        settledAt: receivedAt,
        attempts: 1,
        ...fields,
      });
    }
  });
}
