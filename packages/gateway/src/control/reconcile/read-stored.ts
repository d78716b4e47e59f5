import type * as z from "zod";
import { MultistreamError } from "@polycast/core";

/** Reads JSON that the gateway wrote. @throws MultistreamError `internal` when other hands changed it */
export function readStored<S extends z.ZodType>(schema: S, text: string, what: string): z.output<S> {
  const read = schema.safeParse(parse(text));
  if (read.success) return read.data;
  throw new MultistreamError("internal", `The stored ${what} cannot be read.`, {
    hint: "A newer version may have written it, or other hands: restore the database, or empty the column.",
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
