import type { Log as CoreLog } from "@polycast/core/provider";
import type { Log } from "./create-log.ts";

/** The log in the form that everything below the gateway writes to. */
export function toCoreLog(log: Log): CoreLog {
  return (level, message, fields) => log[level](fields ?? {}, message);
}
