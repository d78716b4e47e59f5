import * as z from "zod";

/** A word of a list that may grow: one that is not known yet counts as `otherwise`. */
export function openWord<T extends string>(words: z.ZodType<T>, otherwise: T): z.ZodType<T> {
  return words.catch(otherwise);
}

/** Some words of a list that may grow: those that are not known yet are left out. */
export function openWords<S extends z.ZodType>(word: S) {
  return z.array(z.unknown()).transform((words): z.output<S>[] =>
    words.flatMap((one) => {
      const read = word.safeParse(one);
      return read.success ? [read.data] : [];
    }),
  );
}
