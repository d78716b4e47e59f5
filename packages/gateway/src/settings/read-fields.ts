import { resolve } from "node:path";
import type { Issue } from "@polycast/core";
import { expectations, type FieldName, fieldNames, fieldsSchema, type FieldValues } from "./fields.ts";

/** One place that settings come from. */
export type SettingsSource = {
  values: Readonly<Record<string, unknown>>;
  /** What a setting is called there. */
  nameOf: (field: FieldName) => string;
  /** Where relative paths start. */
  directory: string;
};

/** The settings that were written down, and what is wrong with them. */
export type ReadFields = {
  /** Those that can be understood; paths are absolute. */
  values: FieldValues;
  /** All of them. */
  written: ReadonlySet<FieldName>;
  faults: Issue[];
  nameOf: (field: FieldName) => string;
};

/** Takes each setting from the first source that has it. */
export function readFields(sources: readonly [SettingsSource, ...SettingsSource[]]): ReadFields {
  const [first] = sources;
  const raw: Record<string, unknown> = {};
  const origins = new Map<FieldName, SettingsSource>();
  for (const field of fieldNames) {
    const origin = sources.find((source) => source.values[field] !== undefined);
    if (!origin) continue;
    origins.set(field, origin);
    raw[field] = origin.values[field];
  }
  const nameOf = (field: FieldName): string => (origins.get(field) ?? first).nameOf(field);
  const wrong = new Set(fieldsSchema.safeParse(raw).error?.issues.map((issue) => issue.path[0]));
  const faulty = fieldNames.filter((field) => wrong.has(field));
  for (const field of faulty) delete raw[field];
  const values = fieldsSchema.parse(raw);
  for (const field of ["dataDir", "rtmpsCert", "rtmpsKey"] as const) {
    const path = values[field];
    if (path !== undefined) values[field] = resolve(origins.get(field)?.directory ?? first.directory, path);
  }
  const faults = faulty.map((field): Issue => ({ path: nameOf(field), message: expectations[field] }));
  return { values, written: new Set(origins.keys()), faults, nameOf };
}
