import { MultistreamError } from "@polycast/core";
import { sqliteCode, storeUnavailable, toStoreError } from "./store-error.ts";

type Fault = { problem: string; hint: string };

const elsewhere = "choose another directory with POLYCAST_DATA_DIR (--data-dir)";
const permissions = `Give this user the right to write there, or ${elsewhere}.`;
const notADirectory: Fault = {
  problem: "it, or something on the way to it, is not a directory",
  hint: `Move the file or the link away, or ${elsewhere}.`,
};
const notPermitted: Fault = { problem: "this user may not write there", hint: permissions };
const full: Fault = {
  problem: "there is no space left",
  hint: `Free some space or raise the quota, or ${elsewhere}.`,
};

/** What the system's error codes (errno(3)) mean for a directory that is to be written to. */
const faults: ReadonlyMap<unknown, Fault> = new Map([
  ["EEXIST", notADirectory],
  ["ENOTDIR", notADirectory],
  ["EISDIR", { problem: "one of its files is a directory", hint: `Move that one away, or ${elsewhere}.` }],
  ["ELOOP", notADirectory],
  ["EACCES", notPermitted],
  ["EPERM", notPermitted],
  ["EROFS", { problem: "the file system is read-only", hint: `Mount it for writing, or ${elsewhere}.` }],
  ["ENOSPC", full],
  ["EDQUOT", full],
  ["ENOENT", { problem: "nothing can be made there", hint: `That place takes no files: ${elsewhere}.` }],
  ["ENAMETOOLONG", { problem: "its path is too long", hint: `Shorten it: ${elsewhere}.` }],
]);

/** SQLite's primary result codes that are about the place: READONLY, IOERR, FULL, CANTOPEN (https://sqlite.org/rescode.html). */
const sqliteFaults: ReadonlyMap<number, Fault> = new Map([
  [8, { problem: "its database may not be written to", hint: permissions }],
  [10, { problem: "its disk fails to read or to write", hint: `Check the disk and its free space, or ${elsewhere}.` }],
  [13, full],
  [14, { problem: "its database cannot be opened", hint: permissions }],
]);

/**
 * Puts an error of the file system or of SQLite that came up while a data directory was opened into our words, with
 * the directory and the next step: `provider_unavailable` where space is lacking, else `invalid_argument`. An error
 * that says more about the database than about the place is that of the store; any other one passes through.
 */
export function toDirectoryError(error: unknown, directory: string): unknown {
  const sqlite = sqliteCode(error);
  const fault = sqlite === undefined ? faults.get(codeOf(error)) : sqliteFaults.get(sqlite & 0xff);
  if (fault === undefined) return toStoreError(error);
  const message = `The data directory ${directory} cannot be used: ${fault.problem}.`;
  const { hint } = fault;
  if (fault === full) return storeUnavailable(message, { hint, cause: error });
  return new MultistreamError("invalid_argument", message, { hint, cause: error });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
