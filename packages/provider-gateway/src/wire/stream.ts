import {
  ingestSchema,
  type StreamStatus,
  streamSchema,
  streamStates,
  streamStatusSchema,
} from "@polycast/core/provider";
import * as z from "zod";
import { PROVIDER } from "../settings.ts";
import { wirePending } from "./pending.ts";
import { wireTarget } from "./target.ts";
import { openWord, openWords } from "./words.ts";

const states: ReadonlySet<string> = new Set(streamStates);
const isState = (word: string): word is StreamStatus["state"] => states.has(word);

const wireStreamStatus = streamStatusSchema
  .extend({ state: z.string(), source: openWord(streamStatusSchema.shape.source, "assumed") })
  .transform(({ state, native, ...rest }): StreamStatus => {
    const said = native === undefined ? {} : { native };
    return isState(state) ? { state, ...said, ...rest } : { state: "unknown", native: native ?? state, ...rest };
  });

/** A stream; the instance that carries it stands in its bindings. */
export const wireStream = streamSchema.extend({
  provider: z.string().transform(() => PROVIDER),
  status: wireStreamStatus,
  targets: z.array(wireTarget).optional(),
  pending: wirePending.optional(),
});

/** Where the encoder sends to; a protocol that is not known yet is left out. */
export const wireIngest = openWords(ingestSchema);

/** The answer to a new stream. */
export const wireCreated = z.object({ stream: wireStream, ingest: wireIngest });

/** One page of a list. */
export function wirePage<S extends z.ZodType>(item: S) {
  return z.object({ data: z.array(item), nextCursor: z.string().min(1).nullish() });
}
