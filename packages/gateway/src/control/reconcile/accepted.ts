import type { Capabilities } from "@polycast/core";
import * as z from "zod";
import { appliesSchema, defined } from "@polycast/core/provider";
import { changeSchema } from "./change.ts";
import { readStored } from "./read-stored.ts";
import { isToBeThere, type WantedTarget } from "./wanted.ts";

const awaitingSchema = z.object({
  changes: z.array(changeSchema),
  applies: appliesSchema,
  /** When the oldest of them was sent, milliseconds since 1970. */
  since: z.number(),
  /** The session that ran then. */
  sessionId: z.string().optional(),
});

/** What the provider has taken and what is not in effect before that moment, or evidence of it. */
export type Awaiting = z.infer<typeof awaitingSchema>;

/** What can be found not to change on a target that is there. */
const fixedFieldSchema = z.enum(["name", "destination", "rendition"]);
export type FixedField = z.infer<typeof fixedFieldSchema>;

/** Column `accepted` of a target. */
export const acceptedTargetSchema = z.discriminatedUnion("there", [
  z.object({
    there: z.literal(false),
    /** It is absent because it is switched off, and the provider has no switch. */
    off: z.literal(true).optional(),
    /** Its deletion is not in effect yet. */
    awaiting: awaitingSchema.optional(),
  }),
  z.object({
    there: z.literal(true),
    name: z.string(),
    enabled: z.boolean(),
    rendition: z.string(),
    videoOnly: z.boolean().optional(),
    /** Absent: where it sends to is not known. */
    destinationHash: z.string().optional(),
    /** Where it may send to while that is not known; at most 8. */
    mayHold: z.array(z.string()).optional(),
    /** What the provider, against its table, has refused to change on it. */
    fixed: z.array(fixedFieldSchema).optional(),
    awaiting: awaitingSchema.optional(),
  }),
]);

/** What the provider has accepted of a target. */
export type AcceptedTarget = z.infer<typeof acceptedTargetSchema>;
export type PresentTarget = Extract<AcceptedTarget, { there: true }>;

/** What a provider keeps of a wish. */
export type TargetFields = Omit<PresentTarget, "there" | "mayHold" | "awaiting" | "fixed">;

/** Column `accepted` of a stream. */
export const acceptedStreamSchema = z.object({ name: z.string(), enabled: z.boolean() });

/** What the provider has accepted of a stream. */
export type AcceptedStream = z.infer<typeof acceptedStreamSchema>;

/**
 * Reads the column. Absent: the target is there, with all that its row says; a row that is to be gone says what it was.
 * So who changes a row's wish stores what was accepted before along with it.
 *
 * @throws MultistreamError `internal`
 */
export function acceptedOf(text: string | undefined, wanted: WantedTarget): AcceptedTarget {
  if (text !== undefined) return readStored(acceptedTargetSchema, text, "`accepted` of a target");
  return { there: true, ...fieldsOf(wanted) };
}

/** The same for a stream. @throws MultistreamError `internal` */
export function acceptedStreamOf(text: string | undefined, { name, enabled }: AcceptedStream): AcceptedStream {
  if (text !== undefined) return readStored(acceptedStreamSchema, text, "`accepted` of a stream");
  return { name, enabled };
}

/** What a new target's row begins with, before any call. @param table the provider's own */
export function notThereYet(wanted: WantedTarget, table: Capabilities): AcceptedTarget {
  return isToBeThere(wanted, table) ? { there: false } : { there: false, off: true };
}

/** What a wish asks the provider to keep. */
export function fieldsOf(wanted: WantedTarget): TargetFields {
  const { name, enabled, rendition, videoOnly, destinationHash } = wanted;
  return defined({ name, enabled, rendition, videoOnly, destinationHash });
}
