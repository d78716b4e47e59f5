import * as z from "zod";

/** More than people read of a name or a word. */
const MAX_WORD = 1_024;
/** More than any key or address has. */
const MAX_TEXT = 8_192;

/** What is asked for by it, and put into paths. */
export const idSchema = z.string().min(1).max(255);

/** A text that may be missing, null or of another type: then it is as good as not said. So is one far too long. */
export const textSchema = z
  .string()
  .max(MAX_TEXT)
  .nullish()
  .catch(undefined)
  .transform((text) => text ?? undefined);

/** The same for one that is shown and nothing else: it is cut where it is far too long. */
export const wordSchema = z
  .string()
  .nullish()
  .catch(undefined)
  .transform((text) => text?.slice(0, MAX_WORD));
