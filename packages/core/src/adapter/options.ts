import * as z from "zod";
import { parseInput } from "../errors/invalid-argument.ts";
import type { ProviderOptions } from "../model/common.ts";

/** An input that may have options of providers. */
export type WithOptions = { providerOptions?: ProviderOptions | undefined };

/** This provider's own options. @throws MultistreamError `invalid_argument` */
export function readOptions<S extends z.ZodType>(provider: string, schema: S, input: WithOptions): z.output<S> {
  return parseInput(schema, input.providerOptions?.[provider] ?? {}, `providerOptions.${provider}`);
}

/** Where there are none to take: what is not understood is refused, not ignored. @throws MultistreamError `invalid_argument` */
export function refuseOptions(provider: string, input: WithOptions): void {
  readOptions(provider, z.strictObject({}), input);
}
