import { CapabilityError, type Notice, type Operation } from "@polycast/core/provider";
import type { Platform } from "./wire/platform.ts";

/** Was it linked by OAuth in Castr's dashboard? Its address and its login are Castr's, not ours. */
export function isLinked({ template }: Platform): boolean {
  return template !== undefined && template !== "custom";
}

/** What is said about every linked target. */
export const linkedNotice: Notice = {
  code: "linked_read_only",
  message: "This target was linked in Castr's dashboard: it can be switched on and off here, and nothing else.",
};

/** @throws CapabilityError `unsupported` for a change that would break the link */
export function refuseLinked(platform: Platform, operations: readonly Operation[]): void {
  const operation = operations.find((asked) => asked !== "target.enable" && asked !== "target.disable");
  if (operation === undefined || !isLinked(platform)) return;
  throw new CapabilityError(
    "unsupported",
    `castr: ${operation} is refused for a target that was linked in the dashboard.`,
    {
      operation,
      provider: "castr",
      hint: "Change or unlink it in Castr's dashboard.",
    },
  );
}
