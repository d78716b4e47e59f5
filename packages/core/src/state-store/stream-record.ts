import { z } from "zod";
import { streamSchema } from "../model/stream.ts";
import type { Known } from "../state/apply-observation.ts";

const recordSchema = z.object({ stream: streamSchema, seen: z.array(z.tuple([z.string(), z.number()])) });

/** What is known of a stream, as the text that a state store keeps. */
export function writeRecord(known: Known): string {
  return JSON.stringify({ stream: known.stream, seen: [...known.seen] });
}

/** Nothing when another version of the package wrote something that cannot be read: it is learnt anew. */
export function readRecord(text: string): Known | undefined {
  const result = recordSchema.safeParse(parse(text));
  return result.success ? { stream: result.data.stream, seen: new Map(result.data.seen) } : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
