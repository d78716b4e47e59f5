import { type Issue, MultistreamError } from "@polycast/core";

/** All that is wrong with the settings, in one error. Messages say what would be right and never repeat a value. */
export function settingsError(faults: readonly Issue[]): MultistreamError {
  const lines = faults.map(({ path, message }) => `${path} ${message}`);
  return new MultistreamError("invalid_argument", `The settings cannot be used: ${lines.join("; ")}.`, {
    issues: [...faults],
    hint: "Mend what is named in `issues` and start again.",
  });
}
