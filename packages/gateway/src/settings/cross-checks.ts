import { accessSync, constants } from "node:fs";
import type { Issue } from "@polycast/core";
import { DEFAULT_PROVIDER } from "./defaults.ts";
import { variableOf } from "./fields.ts";
import type { ReadFields } from "./read-fields.ts";

const certificateFields = ["rtmpsCert", "rtmpsKey"] as const;

/** The provider instances that there are, and whether a config file says so. */
export type KnownProviders = { names: readonly string[]; fromFile: boolean };

/** What is wrong between settings that are right one by one. */
export function crossChecks(read: ReadFields, known: KnownProviders): Issue[] {
  return [...checkProvider(read, known), ...checkCertificate(read), ...checkShared(read)];
}

function checkProvider({ values, written, nameOf }: ReadFields, { names, fromFile }: KnownProviders): Issue[] {
  const list = fromFile
    ? `one of the config file's providers: ${names.join(", ")}`
    : `one of ${names.join(", ")}: the others need their credentials in the environment, or \`providers\` in a config file`;
  if (!written.has("provider")) {
    if (names.includes(DEFAULT_PROVIDER)) return [];
    return [{ path: "provider", message: `is not set, and there is no ${DEFAULT_PROVIDER}: it must be ${list}` }];
  }
  const { provider } = values;
  if (provider === undefined || names.includes(provider)) return [];
  return [{ path: nameOf("provider"), message: `must be ${list}` }];
}

function checkCertificate({ values, written, nameOf }: ReadFields): Issue[] {
  const given = certificateFields.filter((field) => written.has(field));
  const unreadable = given.filter((field) => values[field] !== undefined && !isReadable(values[field]));
  const faults = unreadable.map((field): Issue => ({
    path: nameOf(field),
    message: "names a file that cannot be read",
  }));
  const [only] = given;
  if (only === undefined || given.length === certificateFields.length) return faults;
  const missing = variableOf(only === "rtmpsCert" ? "rtmpsKey" : "rtmpsCert");
  return [...faults, { path: nameOf(only), message: `needs ${missing} too: RTMPS takes a certificate and its key` }];
}

/** Processes that share a database must have one key: a key file of each would make what the others seal unreadable. */
function checkShared({ values, written, nameOf }: ReadFields): Issue[] {
  const faults: Issue[] = [];
  const { role } = values;
  if (role !== undefined && role !== "all" && !written.has("databaseUrl")) {
    faults.push({
      path: nameOf("role"),
      message: `${role} needs ${variableOf("databaseUrl")} too: a gateway and a relay apart share their streams in a database`,
    });
  }
  if (written.has("databaseUrl") && !written.has("secretKey")) {
    faults.push({
      path: variableOf("secretKey"),
      message:
        "is not set: with a database all processes need the same key, e.g. from `openssl rand -base64 32`, kept apart from the database",
    });
  }
  return faults;
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
