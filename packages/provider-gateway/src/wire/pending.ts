import { appliesSchema, errorCodeSchema, pendingSchema } from "@polycast/core/provider";
import { openWord, openWords } from "./words.ts";

const { changes, error } = pendingSchema.shape;

/** When a change applies is told too late rather than too early, where its word is not known. */
export const wireApplies = openWord(appliesSchema, "next_session");

/** What is asked for and not yet in effect. */
export const wirePending = pendingSchema.extend({
  changes: openWords(changes.element),
  applies: wireApplies,
  error: error
    .unwrap()
    .extend({ code: openWord(errorCodeSchema, "internal") })
    .optional(),
});
