import {
  CapabilityError,
  checkTarget as checkAgainst,
  type StreamPatch,
  type TargetPatch,
} from "@polycast/core/provider";
import { capabilities } from "./capabilities.ts";
import { checkTargetOptions } from "./provider-options.ts";

const provider = "castr";

/** @throws CapabilityError `unsupported` for what Castr has no slot for on a stream */
export function checkStream(asked: Pick<StreamPatch, "reference" | "metadata">): void {
  for (const field of ["reference", "metadata"] as const) {
    if (asked[field] === undefined) continue;
    const hint = "Leave it out, or use the gateway, which keeps it itself.";
    throw new CapabilityError("unsupported", `castr has no slot for \`${field}\` on a stream.`, {
      operation: field,
      provider,
      hint,
    });
  }
}

/**
 * @param path of the target in the input, for issues, e.g. `targets.0.`
 * @throws MultistreamError `invalid_argument` when the destination cannot be dialled, or options are given
 * @throws CapabilityError `unsupported` for what Castr cannot do with a target, or has no slot for
 */
export function checkTarget(asked: TargetPatch, path = ""): void {
  checkTargetOptions(asked);
  checkAgainst(capabilities, provider, asked, path);
  if (!asked.videoOnly) return;
  throw new CapabilityError("unsupported", "castr: targets without audio are not supported.", {
    operation: "target.update.rendition",
    provider,
    hint: "Leave `videoOnly` out.",
  });
}
