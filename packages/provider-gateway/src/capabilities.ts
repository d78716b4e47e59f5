import { type CallContext, type Capabilities, MultistreamError } from "@polycast/core/provider";
import type { Parts } from "./parts.ts";
import { PROVIDER } from "./settings.ts";

/** How all that a gateway sees comes here, whatever its own sources are; and it tells no key that it keeps. */
const delivery: Capabilities["status"]["delivery"] = ["push", "webhook", "poll"];
const readsKeysBack = false;

/**
 * What the gateway makes of the instance that carries new streams, emulation included; of another instance's streams it
 * may say too much or too little, and the gateway then decides. Asked once, and again after a failure.
 */
export function createCapabilities({ api, settings }: Parts): () => Promise<Capabilities> {
  let known: Promise<Capabilities> | undefined;
  const ask = async (): Promise<Capabilities> => {
    const context: CallContext = { signal: new AbortController().signal };
    const instances = await api.listProviders(context);
    const wanted = settings.provider;
    const instance = instances.find((one) => (wanted === undefined ? one.default : one.name === wanted));
    if (!instance) throw missing(wanted, instances);
    const { name, capabilities } = instance;
    if (!capabilities) throw silent(name);
    return { ...capabilities, status: { ...capabilities.status, delivery }, readsKeysBack };
  };
  return () =>
    (known ??= ask().catch((error: unknown) => {
      known = undefined;
      throw error;
    }));
}

function missing(wanted: string | undefined, instances: readonly { name: string }[]): MultistreamError {
  const what = wanted === undefined ? "no default instance" : "no instance of the name in `provider`";
  return new MultistreamError("invalid_argument", `gateway: the gateway has ${what}.`, {
    provider: PROVIDER,
    hint: `Give one of these as \`provider\`: ${instances.map(({ name }) => name).join(", ")}.`,
  });
}

function silent(name: string): MultistreamError {
  return new MultistreamError("provider_unavailable", `gateway: nobody can tell at the moment what ${name} can do.`, {
    provider: PROVIDER,
    hint: "Look at its `health` in `/v1/providers`, and repeat it later.",
  });
}
