import { CapabilityError, type MultistreamError, ProviderError, type TargetPatch } from "@polycast/core/provider";
import { sendsTo } from "./destination-fields.ts";
import type { Platform } from "./wire/platform.ts";

/**
 * The fault of a change that Castr accepted and did not make. Only `enabled` is documented to change on a platform; a
 * new address or name may be ignored without a word, so what was asked is compared with what is there afterwards.
 */
export function targetFault(platform: Platform, asked: TargetPatch): MultistreamError | undefined {
  const wanted = [
    { field: "name", asked: asked.name !== undefined, took: platform.name === asked.name },
    {
      field: "destination",
      asked: asked.destination !== undefined,
      took: asked.destination !== undefined && sendsTo(platform, asked.destination),
    },
    { field: "enabled", asked: asked.enabled !== undefined, took: (platform.enabled ?? true) === asked.enabled },
  ].filter(({ asked }) => asked);
  const kept = wanted.filter(({ took }) => !took).map(({ field }) => field);
  const [first] = kept;
  if (first === undefined) return undefined;
  const outcome = kept.length < wanted.length ? "unknown" : "not_applied";
  if (kept.includes("enabled")) return keptValue("target", kept, outcome);
  return new CapabilityError("unsupported", `castr: ${messageOf("target", kept)}`, {
    operation: `target.update.${first}`,
    provider: "castr",
    outcome,
    hint: "Delete the target and make it again, or use the gateway, which does that by itself.",
  });
}

/** Castr accepted a change of fields that it is known to change, and kept the old values. */
export function keptValue(
  of: "stream" | "target",
  fields: string[],
  outcome: "not_applied" | "unknown",
): ProviderError {
  return new ProviderError("provider_response_invalid", `castr: ${messageOf(of, fields)}`, {
    provider: "castr",
    outcome,
    hint: `Read the ${of} again in a moment, and repeat the change then.`,
  });
}

function messageOf(of: string, fields: string[]): string {
  return `Castr accepted the change and kept the ${of}'s old ${fields.join(" and ")}.`;
}
