import type { ReadStep, WriteStep, Writing } from "./access.ts";
import type { Connection } from "./connection.ts";
import { drive } from "./drive.ts";

/** Runs a unit of work on a connection as it is, without a store around it. What it tells is told to nobody. */
export function runOn<T>(connection: Connection, unit: () => Writing<T>): T {
  const execute = (step: ReadStep | WriteStep): unknown =>
    step.kind === "notify" ? undefined : connection.execute(step);
  return drive(unit(), execute);
}
