import { type Connection, openConnection } from "./connection.ts";
import { prepareDataDirectory } from "./data-directory.ts";
import { drive } from "./drive.ts";
import { toDirectoryError } from "./directory-error.ts";
import { type DirectoryLock, lockDirectory } from "./directory-lock.ts";
import { createListeners } from "./listeners.ts";
import { migrate } from "./migrate.ts";
import type { RowsWritten } from "./rows-written.ts";
import type { Notice } from "./savepoint.ts";
import type { Store } from "./store.ts";
import { storeUnavailable, toStoreError } from "./store-error.ts";
import { createWriter, type WriterOptions } from "./writer.ts";

/** How long a query waits for a lock of another program once the store is open: nothing else runs meanwhile. */
const BUSY_TIMEOUT_MS = 20;

export type StoreOptions = {
  /** Made when missing, locked while open. */
  dataDir: string;
  /** Milliseconds since the epoch. Default: the system's clock. */
  now?: () => number;
  /** Limits of the queue of writes. */
  writer?: WriterOptions;
};

/**
 * Opens the embedded store: one SQLite file in a directory of its own, brought to the newest layout.
 *
 * @throws MultistreamError `conflict` when another gateway has it open; `internal` when the database is newer than this
 * version, damaged or none; `invalid_argument` when the directory cannot be used, `provider_unavailable` when it is full.
 */
export function openStore(options: StoreOptions): Store {
  const now = options.now ?? Date.now;
  const files = prepareDataDirectory(options.dataDir);
  const lock = lockFor(options.dataDir, files.lock, now);
  try {
    const main = openConnection(files.database);
    try {
      migrate(main, now);
      return createStore(main, openConnection(files.database, { readOnly: true }), lock, options.writer);
    } catch (error) {
      main.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw toDirectoryError(error, options.dataDir);
  }
}

function lockFor(dataDir: string, file: string, now: () => number): DirectoryLock {
  try {
    return lockDirectory(file, now);
  } catch (error) {
    throw toDirectoryError(error, dataDir);
  }
}

function createStore(main: Connection, reading: Connection, lock: DirectoryLock, options?: WriterOptions): Store {
  for (const connection of [main, reading]) connection.waitForLocks(BUSY_TIMEOUT_MS);
  const listeners = createListeners();
  const onNotice = ({ channel, payload }: Notice): void => listeners.tell(channel, payload);
  const readers = new Set<(rows: RowsWritten) => void>();
  const onWritten = (rows: RowsWritten): void => {
    for (const reader of readers) reader(rows);
  };
  const writer = createWriter(main, { ...options, onNotice, onWritten });
  let closing: Promise<void> | undefined;

  const closeAll = async (): Promise<void> => {
    await writer.close();
    // From now on reading fails, whatever somebody has kept.
    onWritten("all");
    reading.close();
    main.close();
    lock.release();
  };

  return {
    exclusive: true,
    write: (unit) => writer.write(unit),
    async read(unit) {
      if (closing) throw storeUnavailable("The store is closed.");
      try {
        return drive(unit(), (step) => reading.execute(step));
      } catch (error) {
        throw toStoreError(error);
      }
    },
    listen: (channel, listener) => listeners.add(channel, listener),
    onRowsWritten(listener) {
      readers.add(listener);
      return () => void readers.delete(listener);
    },
    healthy: () => writer.healthy(),
    close: () => (closing ??= closeAll()),
  };
}
