import { type ProviderOptions, readOptions, type WithOptions } from "@polycast/core/provider";
import * as z from "zod";
import { PROVIDER } from "./settings.ts";

const optionsSchema = z.record(z.string().min(1), z.record(z.string(), z.unknown()));

/**
 * What goes under `providerOptions.gateway`: the options of the provider that carries the stream, under its own name,
 * e.g. `{ gateway: { mux: { playbackPolicies: ["public"] } } }`. The gateway checks them.
 */
export type GatewayOptions = z.infer<typeof optionsSchema>;

/** An input as the gateway takes it. @throws MultistreamError `invalid_argument` */
export function passOptions<T extends WithOptions>(
  input: T,
): Omit<T, "providerOptions"> & { providerOptions?: ProviderOptions } {
  const { providerOptions: _own, ...rest } = input;
  const providerOptions = readOptions(PROVIDER, optionsSchema, input);
  return Object.keys(providerOptions).length === 0 ? rest : { ...rest, providerOptions };
}
