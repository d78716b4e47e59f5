import * as z from "zod";
import { appliesSchema, defined, errorCodeSchema } from "@polycast/core/provider";
import { changeSchema } from "../change.ts";
import { readStored } from "../read-stored.ts";
import { workSchema } from "../work.ts";

/** What was told last about what is open, so that the same is not told twice. */
const toldSchema = z.object({
  changes: z.array(changeSchema),
  applies: appliesSchema,
  error: errorCodeSchema.optional(),
  /** It was taken back since: its end is still to be told. */
  undone: z.literal(true).optional(),
});
export type Told = z.infer<typeof toldSchema>;

const storedWorkSchema = z.object({
  work: workSchema.optional(),
  told: toldSchema.optional(),
  /** What is made out of other calls at the moment, for people: told when it is done. */
  emulated: z.string().optional(),
});

/** Column `work` of a stream or target: the work itself, and what was told of it. */
export type StoredWork = z.infer<typeof storedWorkSchema>;

/** Reads the column; absent: there is nothing. @throws MultistreamError `internal` */
export function storedWorkOf(text: string | undefined): StoredWork {
  return text === undefined ? {} : readStored(storedWorkSchema, text, "`work`");
}

/** The column's new text; null: it is empty. */
export function toStoredWork({
  work,
  told,
  emulated,
}: { [K in keyof StoredWork]: StoredWork[K] | undefined }): string | null {
  const stored = defined({ work, told, emulated });
  return Object.keys(stored).length === 0 ? null : JSON.stringify(stored);
}
