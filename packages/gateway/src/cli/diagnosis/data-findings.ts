import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { keyFilePath, readKeyFile } from "../../secrets/key-file.ts";
import type { Settings } from "../../settings/index.ts";
import { failureFinding, type Finding } from "./finding.ts";

/** Can the data directory be used, and is there a key for what is sealed in it? Nothing is made or changed. */
export function dataFindings({ dataDir, secretKey }: Settings): Finding[] {
  const findings = [directoryFinding(dataDir)];
  const hasDatabase = existsSync(join(dataDir, "polycast.db"));
  return [...findings, keyFinding(dataDir, secretKey !== undefined, hasDatabase)];
}

function directoryFinding(dataDir: string): Finding {
  const what = "data directory";
  const stats = statSync(dataDir, { throwIfNoEntry: false });
  if (!stats) {
    const parent = nearestDirectory(dataDir);
    if (isWritable(parent)) return { level: "ok", what, message: "is made with the first start" };
    const next = `Give it another place with POLYCAST_DATA_DIR, or let this user write to ${parent}.`;
    return { level: "wrong", what, message: `cannot be made: ${parent} cannot be written to`, next };
  }
  if (!stats.isDirectory()) {
    return { level: "wrong", what, message: "is a file", next: "Give another place with POLYCAST_DATA_DIR." };
  }
  if (isWritable(dataDir)) return { level: "ok", what, message: "can be written to" };
  const next = `Let the user that runs the gateway write to ${dataDir}.`;
  return { level: "wrong", what, message: "cannot be written to", next };
}

function keyFinding(dataDir: string, isGiven: boolean, hasDatabase: boolean): Finding {
  const what = "secret key";
  if (isGiven) return { level: "ok", what, message: "is given by POLYCAST_SECRET_KEY" };
  try {
    if (readKeyFile(dataDir))
      return { level: "ok", what, message: "is in its key file; back it up apart from the data" };
  } catch (error) {
    return failureFinding(what, error);
  }
  if (!hasDatabase) return { level: "ok", what, message: "is made with the first start" };
  const next = `Put ${keyFilePath(dataDir)} back from a backup, or set POLYCAST_SECRET_KEY to what it held.`;
  return { level: "wrong", what, message: "is gone: the stored stream keys cannot be opened without it", next };
}

function nearestDirectory(path: string): string {
  let parent = dirname(path);
  while (!existsSync(parent) && parent !== dirname(parent)) parent = dirname(parent);
  return parent;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
