import type { Capabilities } from "@polycast/core";
import { capabilitiesSchema, MultistreamError } from "@polycast/core/provider";
import * as z from "zod";
import type { Instance, Instances } from "./instances.ts";
import { gatewayRules } from "../reconcile/gateway-rules.ts";
import { providerHealthSchema } from "./provider-health.ts";

/** A configured provider, as it is answered. */
export const providerInfoSchema = z.object({
  /** The instance name in the config, e.g. `mux-us`. */
  name: z.string(),
  /** The provider's word, e.g. `mux`. */
  provider: z.string(),
  /** The npm package of its adapter. */
  package: z.string(),
  /** Is it the one of streams that name none? */
  default: z.boolean(),
  /** What can be done with it here, made out of other calls where it cannot by itself. Absent while it cannot be asked. */
  capabilities: capabilitiesSchema.optional(),
  health: providerHealthSchema,
});
type ProviderInfo = z.infer<typeof providerInfoSchema>;

/** The provider calls of the control plane. */
export type Providers = {
  list(): Promise<ProviderInfo[]>;
  /** @throws MultistreamError `not_found` */
  get(name: string): Promise<ProviderInfo>;
};

/** Makes the provider calls. */
export function createProviders(instances: Instances): Providers {
  return {
    list: () => Promise.all(instances.all().map(describe)),
    async get(name) {
      const instance = instances.find(name);
      if (instance) return describe(instance);
      const known = instances.all().map((other) => other.name);
      throw new MultistreamError("not_found", "There is no such provider.", {
        hint: `Configured are: ${known.join(", ")}.`,
      });
    },
  };
}

async function describe(instance: Instance): Promise<ProviderInfo> {
  const { name, adapter, isDefault } = instance;
  // What went wrong is in its health.
  const capabilities: Capabilities | undefined = await instance
    .capabilities()
    .then(gatewayRules)
    .catch(() => undefined);
  return {
    name,
    provider: adapter.name,
    package: adapter.packageName,
    default: isDefault,
    ...(capabilities ? { capabilities } : {}),
    health: instance.health(),
  };
}
