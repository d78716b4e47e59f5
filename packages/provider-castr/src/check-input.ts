import {
  CapabilityError,
  checkStored,
  checkTarget as checkAgainst,
  refuseOptions,
  type StreamPatch,
  type TargetPatch,
} from "@polycast/core/provider";
import { capabilities } from "./capabilities.ts";

const provider = "castr";

/** @throws CapabilityError `unsupported` for what Castr has no slot for on a stream */
export function checkStream(asked: Pick<StreamPatch, "reference" | "metadata">): void {
  checkStored(capabilities, provider, "stream", asked);
}

/**
 * @param path of the target in the input, for issues, e.g. `targets.0.`
 * @throws MultistreamError `invalid_argument` when the destination cannot be dialled, or options are given
 * @throws CapabilityError `unsupported` for what Castr cannot do with a target, or has no slot for
 */
export function checkTarget(asked: TargetPatch, path = ""): void {
  refuseOptions(provider, asked);
  checkAgainst(capabilities, provider, asked, path);
  if (!asked.videoOnly) return;
  throw new CapabilityError("unsupported", "castr: targets without audio are not supported.", {
    operation: "target.update.rendition",
    provider,
    hint: "Leave `videoOnly` out.",
  });
}
