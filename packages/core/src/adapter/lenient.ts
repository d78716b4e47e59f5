import * as z from "zod";

/** More than people read of a word or a title. */
const MAX_WORD = 1_024;
/** More than any key or address has. */
const MAX_TEXT = 8_192;

/** A field that no answer needs: missing, null or of another type, it is as good as not said. */
export function lenient<T>(schema: z.ZodType<T>) {
  return schema.nullish().catch(undefined);
}

/** A text to be shown, cut where it is far too long. */
export const wordSchema = lenient(z.string().transform((text) => text.slice(0, MAX_WORD)));

/** A text that is used as it is: half a key would be a wrong one, so one that is far too long counts as not said. */
export const textSchema = lenient(z.string().max(MAX_TEXT));

/** What things are asked for by; it goes into paths. */
export const idSchema = z.string().min(1).max(255);
