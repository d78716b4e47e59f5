import {
  lenient,
  presetNameSchema,
  redactedDestinationSchema,
  type Target,
  targetSchema,
  type TargetStatus,
  targetStates,
  targetStatusSchema,
} from "@polycast/core/provider";
import * as z from "zod";
import { PROVIDER } from "../settings.ts";
import { wirePending } from "./pending.ts";
import { openWord } from "./words.ts";

const states: ReadonlySet<string> = new Set(targetStates);
const isState = (word: string): word is TargetStatus["state"] => states.has(word);

/** A word that is not known is `unknown`, and stays as `native` where the provider has said none. */
export const wireTargetStatus = targetStatusSchema
  .extend({ state: z.string(), source: openWord(targetStatusSchema.shape.source, "assumed") })
  .transform(({ state, native, ...rest }): TargetStatus => {
    const said = native === undefined ? {} : { native };
    return isState(state) ? { state, ...said, ...rest } : { state: "unknown", native: native ?? state, ...rest };
  });

const wireDestination = redactedDestinationSchema
  .extend({ preset: lenient(presetNameSchema) })
  .transform(({ preset, ...rest }): Target["destination"] => (preset ? { ...rest, preset } : rest));

/** A target; the instance that carries it stands in its bindings. */
export const wireTarget = targetSchema.extend({
  provider: z.string().transform(() => PROVIDER),
  destination: wireDestination,
  status: wireTargetStatus,
  pending: wirePending.optional(),
});
