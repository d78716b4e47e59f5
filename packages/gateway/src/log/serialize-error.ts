import { isMultistreamError } from "@polycast/core";

/** How far a chain of causes is followed. */
const MAX_CAUSES = 4;

/** An error as fields of a log line: what it says and why, with the stacks only when they are asked for. */
export function serializeError(error: unknown, withStack: boolean, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  const fields: Record<string, unknown> = isMultistreamError(error) ? error.toJSON() : describe(error);
  if (withStack) fields["stack"] = error.stack;
  if (error.cause !== undefined && depth < MAX_CAUSES)
    fields["cause"] = serializeError(error.cause, withStack, depth + 1);
  return fields;
}

/** Only what every error has: the own fields of a foreign one may hold a request with its headers. */
function describe(error: Error): Record<string, unknown> {
  const { name, message } = error;
  return "code" in error ? { name, message, code: error.code } : { name, message };
}
