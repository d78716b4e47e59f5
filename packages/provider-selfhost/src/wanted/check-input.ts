import { CapabilityError, parseInput, type TargetPatch } from "@polycast/core/provider";
import * as z from "zod";
import { planOf } from "./dial-plan.ts";

/** The relay has no options of its own: what is not understood is refused, not ignored. */
const optionsSchema = z.strictObject({});

/** @throws MultistreamError `invalid_argument` when options of the relay are given */
export function checkOptions({ providerOptions }: Pick<TargetPatch, "providerOptions">): void {
  parseInput(optionsSchema, providerOptions?.["selfhost"] ?? {}, "providerOptions.selfhost");
}

/**
 * @throws MultistreamError `invalid_argument` when the destination cannot be dialled
 * @throws CapabilityError `unsupported` for what the relay cannot do with a target
 */
export function checkTarget(asked: TargetPatch): void {
  checkOptions(asked);
  if (asked.destination) planOf(asked.destination);
  if (asked.rendition !== undefined && asked.rendition !== "source") {
    throw unsupported("renditions are", 'Leave `rendition` out, or set "source".');
  }
  if (asked.videoOnly) throw unsupported("targets without audio are", "Leave `videoOnly` out.");
}

function unsupported(what: string, hint: string): CapabilityError {
  const operation = "target.update.rendition";
  return new CapabilityError("unsupported", `selfhost: ${what} not supported.`, {
    operation,
    provider: "selfhost",
    hint,
  });
}
