import { CapabilityError, type Capabilities, type NewStream, type NewTarget } from "@polycast/core/provider";
import type { TargetFields } from "./api.ts";
import { toDestinationFields } from "./destination-fields.ts";
import { checkReference, targetPassthrough } from "./marks.ts";
import { checkTargetOptions } from "./provider-options.ts";
import { tooManyTargets, unsupported } from "./refuse.ts";

/**
 * A target in Mux's words.
 *
 * @param path of the target in the caller's input, e.g. `targets.0.`
 * @throws MultistreamError `invalid_argument`
 * @throws CapabilityError `unsupported` for what a simulcast target cannot do or keep
 */
export function toTargetFields(input: NewTarget, path = ""): TargetFields {
  checkTargetOptions(input);
  checkReference(input.reference, `${path}reference`);
  refuseMetadata(input);
  if (!input.enabled) {
    throw unsupported(
      "target.disable",
      "a simulcast target has no switch, so it cannot begin switched off",
      "Create it when it is to send.",
    );
  }
  if (input.rendition !== "source") {
    throw unsupported(
      "target.update.rendition",
      "renditions are not supported",
      'Leave `rendition` out, or set "source".',
    );
  }
  if (input.videoOnly) {
    throw unsupported("target.update.rendition", "targets without audio are not supported", "Leave `videoOnly` out.");
  }
  return { ...toDestinationFields(input.destination, `${path}destination`), passthrough: targetPassthrough(input) };
}

/** The same for all targets of a new stream. @throws CapabilityError also `limit_exceeded` */
export function toInlineTargets({ targets }: NewStream, { limits }: Capabilities): TargetFields[] {
  const limit = limits.targetsPerStream ?? Number.POSITIVE_INFINITY;
  if (targets.length > limit) throw tooManyTargets(limit);
  return targets.map((target, index) => toTargetFields(target, `targets.${index}.`));
}

/** @throws CapabilityError `unsupported`: there is no slot for it */
export function refuseMetadata({ metadata }: { metadata?: unknown }): void {
  if (metadata === undefined) return;
  throw new CapabilityError("unsupported", "mux has no slot for `metadata`.", {
    operation: "metadata",
    provider: "mux",
    hint: "Leave it out, or use the gateway, which keeps it itself.",
  });
}
