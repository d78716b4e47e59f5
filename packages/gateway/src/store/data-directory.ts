import { chmodSync, closeSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { toDirectoryError } from "./directory-error.ts";

/** Only the owner reads and writes. */
const PRIVATE_FILE = 0o600;
const PRIVATE_DIRECTORY = 0o700;

/** The files of a data directory. */
export type DataFiles = { database: string; lock: string };

/**
 * Makes the data directory ready: a missing one is made for its owner only (0700), one that is there keeps its mode,
 * because it may be a mounted volume; the files in it are for the owner only (0600) in either case.
 *
 * @throws MultistreamError that names the directory and says what to do: `provider_unavailable` when the disk is full,
 * else `invalid_argument`.
 */
export function prepareDataDirectory(directory: string): DataFiles {
  const files = { database: join(directory, "polycast.db"), lock: join(directory, "gateway.lock") };
  try {
    makeDirectory(resolve(directory));
    for (const file of Object.values(files)) {
      createOnce(file);
      chmodSync(file, PRIVATE_FILE);
    }
  } catch (error) {
    throw toDirectoryError(error, directory);
  }
  return files;
}

/**
 * Makes a directory and what is missing above it. Node's own `recursive` tries for ever where a directory refuses new
 * ones with ENOENT, as those of /proc do: it takes that for a missing parent, which it then finds.
 */
function makeDirectory(directory: string): void {
  const missing: string[] = [];
  for (let path = directory; !exists(path) && path !== dirname(path); path = dirname(path)) missing.push(path);
  for (const path of missing.toReversed()) makeOnce(path);
}

function makeOnce(directory: string): void {
  try {
    mkdirSync(directory, PRIVATE_DIRECTORY);
  } catch (error) {
    // Somebody else may have made it in between; a link that leads nowhere stays a fault.
    if (!(hasCode(error, "EEXIST") && exists(directory))) throw error;
  }
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/**
 * SQLite would make the file readable for everybody; its journals take the mode of the file. One that is there is not
 * opened: closing it again would drop the locks that this process may hold on it.
 */
function createOnce(file: string): void {
  try {
    closeSync(openSync(file, "wx", PRIVATE_FILE));
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
