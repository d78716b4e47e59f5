import { isMultistreamError, type MultistreamError } from "./multistream-error.ts";
import { restate } from "./restate.ts";

/**
 * The same error about a part of what was asked: its issues are named from the top. What has none stays as it is.
 *
 * @param path of the part in the input, e.g. `targets.0.`
 */
export function beneath(error: unknown, path: string): unknown {
  if (!isMultistreamError(error) || !error.issues || path === "") return error;
  const issues = error.issues.map((issue) => ({ ...issue, path: path + issue.path }));
  return Object.assign(Object(restate(error, {})), { issues } satisfies Partial<MultistreamError>);
}
