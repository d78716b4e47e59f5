import { assertTargetCount } from "../capabilities/decide.ts";
import { destinationProtocol } from "../destination/destination-protocol.ts";
import { resolveDestination } from "../destination/resolve-destination.ts";
import { CapabilityError } from "../errors/capability-error.ts";
import type { Capabilities } from "../model/capabilities.ts";
import type { TargetPatch } from "../model/inputs.ts";

type Asked = Pick<TargetPatch, "destination" | "rendition" | "reference" | "metadata">;

/**
 * @param path of the target in the input, for issues, e.g. `targets.0.`
 * @throws MultistreamError `invalid_argument` when the destination cannot be dialled
 * @throws CapabilityError `unsupported` when the provider has no way to do or to keep what is asked of a target
 */
export function checkTarget(capabilities: Capabilities, provider: string, asked: Asked, path = ""): void {
  const refuse = (operation: string, message: string, hint: string): never => {
    throw new CapabilityError("unsupported", `${provider}: ${message}.`, { operation, provider, hint });
  };
  if (asked.destination) {
    resolveDestination(asked.destination, `${path}destination`);
    const protocol = destinationProtocol(asked.destination);
    if (!capabilities.protocols.includes(protocol)) {
      const known = capabilities.protocols.join(", ");
      refuse("target.create", `${protocol} targets are not supported`, `Use one of: ${known}.`);
    }
  }
  if (asked.rendition !== undefined && asked.rendition !== "source" && !capabilities.renditions) {
    refuse("target.update.rendition", "renditions are not supported", 'Leave `rendition` out, or set "source".');
  }
  checkStored(capabilities, provider, "target", asked);
}

/** The same for all targets of a stream. @throws CapabilityError also `limit_exceeded` for more than the provider takes */
export function checkTargets(capabilities: Capabilities, provider: string, targets: readonly Asked[]): void {
  for (const [index, target] of targets.entries()) checkTarget(capabilities, provider, target, `targets.${index}.`);
  assertTargetCount(capabilities, provider, targets.length);
}

/** @throws CapabilityError `unsupported` rather than drop a field that the provider has no slot for. */
export function checkStored(
  capabilities: Capabilities,
  provider: string,
  of: "stream" | "target",
  asked: Pick<TargetPatch, "reference" | "metadata">,
): void {
  for (const field of ["reference", "metadata"] as const) {
    if (asked[field] === undefined || capabilities.stores[of].includes(field)) continue;
    throw new CapabilityError("unsupported", `${provider} has no slot for \`${field}\` on a ${of}.`, {
      operation: field,
      provider,
      hint: "Leave it out, or use the gateway, which keeps it itself.",
    });
  }
}
