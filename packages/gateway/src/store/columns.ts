import type * as z from "zod";
import type { Flag } from "./tables.ts";

/** A boolean for the database. */
export function toFlag(value: boolean): Flag {
  return value ? 1 : 0;
}

/** Reads JSON that this store wrote, by its schema. @throws ZodError when the row was changed by other hands. */
export function fromJson<S extends z.ZodType>(schema: S, text: string): z.output<S> {
  return schema.parse(JSON.parse(text));
}
