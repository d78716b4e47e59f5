import * as z from "zod";
import { checkWith } from "./check.ts";
import type { Extra } from "./types.ts";

/** What was said to an extra, or to the control door, does not fit. */
export class BadInput extends Error {}

/** Says which field of it. */
export const refuseInput = (field: string, message: string): BadInput => new BadInput(`${field || "body"}: ${message}`);

/** An extra whose input is checked before it runs. */
export function extra<Schema extends z.ZodType>(parts: {
  does: string;
  example: unknown;
  input: Schema;
  run: (input: z.output<Schema>) => unknown;
}): Extra {
  const { does, example, input, run } = parts;
  return { does, example, run: async (given) => run(checkWith(input, given, refuseInput)) };
}

/** Input that names one stream. */
export const ofStream = z.strictObject({ streamId: z.string() });
