import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";

/** Only the owner reads and writes. */
const PRIVATE_FILE = 0o600;
const PRIVATE_DIRECTORY = 0o700;

/** The files of a data directory. */
export type DataFiles = { database: string; lock: string };

/**
 * Makes the data directory ready: a missing one is made for its owner only (0700), one that is there keeps its mode,
 * because it may be a mounted volume; the files in it are for the owner only (0600) in either case.
 */
export function prepareDataDirectory(directory: string): DataFiles {
  mkdirSync(directory, { recursive: true, mode: PRIVATE_DIRECTORY });
  const files = { database: join(directory, "polycast.db"), lock: join(directory, "gateway.lock") };
  for (const file of Object.values(files)) {
    createOnce(file);
    chmodSync(file, PRIVATE_FILE);
  }
  return files;
}

/**
 * SQLite would make the file readable for everybody; its journals take the mode of the file. One that is there is not
 * opened: closing it again would drop the locks that this process may hold on it.
 */
function createOnce(file: string): void {
  try {
    closeSync(openSync(file, "wx", PRIVATE_FILE));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
}
