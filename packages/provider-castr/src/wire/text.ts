import * as z from "zod";

/** A text that may be missing, null or of another type: then it is as good as not said. */
export const textSchema = z
  .string()
  .nullish()
  .catch(undefined)
  .transform((text) => text ?? undefined);
