import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { MultistreamError } from "@polycast/core";
import { randomBase62 } from "./base62.ts";
import { type MasterKeys, newSecretKey, parseSecretKeys } from "./secret-key.ts";

const FILE = "secret.key";
const PRIVATE = 0o600;
const MAX_BYTES = 4096;

/** Where the key file of a data directory is. */
export function keyFilePath(dataDir: string): string {
  return join(dataDir, FILE);
}

/**
 * Reads the key file; absent when there is none. It holds what `POLYCAST_SECRET_KEY` would hold.
 *
 * @throws MultistreamError `invalid_argument` when it is damaged or others may read it.
 */
export function readKeyFile(dataDir: string): MasterKeys | undefined {
  const path = keyFilePath(dataDir);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return undefined;
  // Windows has no such bits.
  if (process.platform !== "win32" && (stats.mode & 0o077) !== 0) {
    throw new MultistreamError("invalid_argument", `The key file ${path} can be read by others.`, {
      hint: `Run \`chmod 600 ${path}\`; if others may have read it, make a new key.`,
    });
  }
  try {
    if (stats.size > MAX_BYTES) throw new RangeError("too large");
    return parseSecretKeys(readFileSync(path, "utf8").trim());
  } catch {
    throw new MultistreamError("invalid_argument", `The key file ${path} does not hold a key.`, {
      hint: "Put the right file back from a backup: without it the stored stream keys cannot be opened.",
    });
  }
}

/**
 * Makes a key file with a new key: whole or not at all, on the disk before anything is sealed with it, and never over
 * an existing one.
 */
export function createKeyFile(dataDir: string): MasterKeys {
  const path = keyFilePath(dataDir);
  const temporary = `${path}.${randomBase62(8)}`;
  const { key, text } = newSecretKey();
  try {
    withFile(temporary, "wx", (descriptor) => {
      writeSync(descriptor, `${text}\n`);
      fsyncSync(descriptor);
    });
    // Unlike a rename, a link fails where the name is taken.
    linkSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
  // Windows cannot open a directory; there the name is safe with the file.
  if (process.platform !== "win32") withFile(dataDir, "r", fsyncSync);
  return [key];
}

function withFile(path: string, flags: "r" | "wx", use: (descriptor: number) => void): void {
  const descriptor = openSync(path, flags, PRIVATE);
  try {
    use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
