import type { Issue } from "@polycast/core";
import { MultistreamError } from "@polycast/core/provider";

/** Settings that cannot be used: `invalid_argument` with every fault in `issues`, and in the message too. */
export class SettingsError extends MultistreamError {
  /** The message without the faults. */
  static readonly summary = "The settings cannot be used.";
  override name = "SettingsError";

  constructor(faults: readonly Issue[]) {
    const told = faults.map(({ path, message }) => `${path} ${message}`).join("; ");
    super("invalid_argument", `The settings cannot be used: ${told}.`, {
      issues: [...faults],
      hint: "Set these right and start again; flags go before variables, and variables before the config file.",
    });
  }
}

/** All that is wrong with the settings, in one error. Messages say what would be right and never repeat a value. */
export function settingsError(faults: readonly Issue[]): SettingsError {
  return new SettingsError(faults);
}
