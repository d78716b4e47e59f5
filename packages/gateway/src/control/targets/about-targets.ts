import type { Capabilities, Notice } from "@polycast/core";
import {
  beneath,
  checkTarget,
  type NewTarget,
  refuseOptions,
  type TargetPatch,
  targetOperations,
} from "@polycast/core/provider";
import { assertPossible } from "../assert-possible.ts";
import { pickDefined } from "../differences.ts";
import type { Instance, Instances } from "../providers/instances.ts";
import { inputFor } from "../providers/provider-input.ts";
import { gatewayRules } from "../reconcile/gateway-rules.ts";

/** What targets can be at a provider. */
export type TargetRules = {
  instance: Instance;
  /** The provider's own table. */
  table: Capabilities;
  /** What the gateway makes of it. */
  rules: Capabilities;
};

/** @throws MultistreamError `provider_unavailable` when the instance left the config; and what asking for its table throws */
export async function targetRulesOf(instances: Instances, provider: string): Promise<TargetRules> {
  const instance = instances.require(provider);
  const table = await instance.capabilities();
  return { instance, table, rules: gatewayRules(table) };
}

/**
 * Refuses a target that its provider would never take.
 *
 * @param path of it in the input, for issues, e.g. `targets.0.`
 * @returns what is to be said about it
 * @throws CapabilityError `unsupported`; MultistreamError `invalid_argument`
 */
export function checkNewTarget(about: TargetRules, wanted: NewTarget, path = ""): Notice[] {
  const { instance, rules } = about;
  checkTarget(rules, instance.name, pickDefined(wanted, ["destination", "rendition"]), path);
  assertPossible(rules, instance.name, ["target.create"]);
  try {
    return checkOwn(about, wanted);
  } catch (error) {
    throw beneath(error, path);
  }
}

/** The same of a change. */
export function checkTargetPatch(about: TargetRules, patch: TargetPatch): Notice[] {
  const { instance, rules } = about;
  checkTarget(rules, instance.name, pickDefined(patch, ["destination", "rendition"]));
  assertPossible(rules, instance.name, targetOperations(patch));
  return checkOwn(about, patch);
}

/** Options of a target are not kept, so that one that is made again would lose them: there are none to take. */
function checkOwn({ instance, table }: TargetRules, asked: NewTarget | TargetPatch): Notice[] {
  refuseOptions(instance.adapter.name, asked);
  const { input, notices } = inputFor(instance, table.stores.target, asked);
  instance.adapter.targets.check?.(input);
  return notices;
}
