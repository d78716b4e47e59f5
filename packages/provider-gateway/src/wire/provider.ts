import { capabilitiesSchema, lenient, type Rule, targetStates } from "@polycast/core/provider";
import * as z from "zod";
import { openWord, openWords } from "./words.ts";

const { target, stream, status, protocols, stores } = capabilitiesSchema.shape;
const wireRule = target.shape.create.extend({
  // What this package has no word for it cannot promise.
  idle: openWord<Rule["idle"]>(target.shape.create.shape.idle, "refused"),
  live: openWord<Rule["live"]>(target.shape.create.shape.live, "refused"),
  via: openWord(target.shape.create.shape.via, "emulated"),
  evidence: openWord(target.shape.create.shape.evidence, "assumed"),
});

function wireRules<T extends Record<string, unknown>>(shape: T): { [K in keyof T]: typeof wireRule } {
  return Object.fromEntries(Object.keys(shape).map((name) => [name, wireRule])) as { [K in keyof T]: typeof wireRule };
}

const { update, ...ownRules } = target.shape;

/** A capability table of a gateway. */
export const wireCapabilities = capabilitiesSchema.extend({
  target: z.object({ ...wireRules(ownRules), update: z.object(wireRules(update.shape)) }),
  stream: z.object(wireRules(stream.shape)),
  status: status.extend({
    delivery: openWords(status.shape.delivery.element),
    states: openWords(z.enum(targetStates)),
  }),
  protocols: openWords(protocols.element),
  stores: z.object({
    stream: openWords(stores.shape.stream.element),
    target: openWords(stores.shape.target.element),
  }),
});

/** An instance at the gateway. */
export const wireProvider = z.object({
  name: z.string(),
  default: lenient(z.boolean()),
  capabilities: wireCapabilities.optional(),
});
