import { type Capabilities, MultistreamError, type ProviderAdapter } from "@polycast/core";
import { callAdapter, checkAdapter } from "@polycast/core/host";
import { type CallContext, isMultistreamError } from "@polycast/core/provider";
import { instanceNameSchema } from "../../settings/fields.ts";
import type { Clock } from "../clock.ts";
import { createHealth, type ProviderHealth } from "./provider-health.ts";

/** One configured provider under its instance name, e.g. `selfhost`, `mux-us`. */
export type Instance = {
  name: string;
  adapter: ProviderAdapter;
  /** Is it the one of streams that name none? */
  isDefault: boolean;
  /** Asked once and kept; asked again after an error. */
  capabilities(): Promise<Capabilities>;
  /** The same as far as it is known already: what was asked last. */
  table(): Capabilities | undefined;
  /** Runs one call with a time limit, 30 s unless it says otherwise; only `MultistreamError` comes out. */
  call<T>(run: (context: CallContext) => Promise<T>, timeoutMs?: number): Promise<T>;
  /** The same for what may come to its end without asking the provider: that it succeeds says nothing of it. */
  callHere<T>(run: (context: CallContext) => Promise<T>, timeoutMs?: number): Promise<T>;
  /** Takes note of a call about all of it that others have made: of its error, or that it had none. */
  note(error?: MultistreamError): void;
  /** What the last calls say about it. */
  health(): ProviderHealth;
  /**
   * Told that something waits because its credentials were refused, perhaps before this process began: from then on they
   * count as refused, unless a call has succeeded since.
   */
  refusedBefore(): "still" | "taken-since";
  /** Tells, from now on, when its credentials are taken again after they were not. */
  onTrusted(listener: () => void): void;
};

/** All configured providers. */
export type Instances = {
  all(): Instance[];
  /** The one of this name, or the default one. @throws MultistreamError `invalid_argument` when there is none. */
  pick(name?: string): Instance;
  find(name: string): Instance | undefined;
  /** The instance of something stored. @throws MultistreamError `provider_unavailable` when it left the config. */
  require(name: string): Instance;
};

/**
 * Makes the instances of a config.
 *
 * @throws MultistreamError `invalid_argument` for an unfit name or an unknown default, `adapter_incompatible` for an
 * adapter of another contract.
 */
export function createInstances(
  providers: Record<string, ProviderAdapter>,
  defaultProvider: string,
  clock: Clock,
): Instances {
  const instances = new Map<string, Instance>();
  for (const [name, adapter] of Object.entries(providers)) {
    // It goes into ids (`<instance>:<providerId>`) and paths.
    if (!instanceNameSchema.safeParse(name).success) {
      throw invalid(`"${name}" cannot be the name of a provider.`, "Use lower-case letters, digits and hyphens.");
    }
    checkAdapter(adapter);
    instances.set(name, createInstance(name, adapter, name === defaultProvider, clock));
  }
  const known = [...instances.keys()].join(", ") || "none";

  const pick = (name: string): Instance => {
    const instance = instances.get(name);
    if (instance) return instance;
    throw invalid(`There is no provider "${name}".`, `Configured are: ${known}.`);
  };
  pick(defaultProvider);

  return {
    all: () => [...instances.values()],
    find: (name) => instances.get(name),
    pick: (name = defaultProvider) => pick(name),
    require(name) {
      const instance = instances.get(name);
      if (instance) return instance;
      throw new MultistreamError("provider_unavailable", `The provider "${name}" is not configured any more.`, {
        provider: name,
        retryable: false,
        hint: `Put it back into the config under this name; configured are: ${known}.`,
      });
    },
  };
}

function createInstance(name: string, adapter: ProviderAdapter, isDefault: boolean, clock: Clock): Instance {
  const health = createHealth(clock);
  let asked: Promise<Capabilities> | undefined;
  let known: Capabilities | undefined;
  const listeners: (() => void)[] = [];
  let isRefused = false;
  const note = (error?: MultistreamError): void => {
    if (error) {
      health.failed(error);
      // What one call may not do says nothing of the others.
      isRefused ||= error.code === "unauthenticated";
      return;
    }
    health.succeeded();
    if (!isRefused) return;
    isRefused = false;
    for (const listener of listeners) listener();
  };
  const callHere = async <T>(run: (context: CallContext) => Promise<T>, timeoutMs?: number): Promise<T> => {
    try {
      return await callAdapter(name, timeoutMs === undefined ? undefined : { timeoutMs }, run);
    } catch (error) {
      // Where others are taken, it is about this one thing.
      const isOfOne = isMultistreamError(error, "forbidden") && health.read().lastSuccessAt !== undefined;
      if (isMultistreamError(error) && !isOfOne) note(error);
      throw error;
    }
  };
  return {
    name,
    adapter,
    isDefault,
    async call(run, timeoutMs) {
      const answer = await callHere(run, timeoutMs);
      note();
      return answer;
    },
    callHere,
    note,
    health: () => health.read(),
    refusedBefore() {
      if (!isRefused && health.read().lastSuccessAt !== undefined) return "taken-since";
      isRefused = true;
      return "still";
    },
    onTrusted: (listener) => void listeners.push(listener),
    table: () => known,
    capabilities() {
      asked ??= callHere(async () => (known = await adapter.capabilities())).catch((error: unknown) => {
        asked = undefined;
        throw error;
      });
      return asked;
    },
  };
}

function invalid(message: string, hint: string): MultistreamError {
  return new MultistreamError("invalid_argument", message, { hint, issues: [{ path: "provider", message }] });
}
