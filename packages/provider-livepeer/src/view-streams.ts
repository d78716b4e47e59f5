import type { CallContext, Stream } from "@polycast/core/provider";
import type { Parts } from "./parts.ts";
import { toStream } from "./map-stream.ts";
import { referencesOf, type WireStream } from "./wire/stream.ts";

/** Streams in the model's words, with their targets, whose objects are read for all of them together. */
export async function viewStreams(
  { objects, memory }: Pick<Parts, "objects" | "memory">,
  streams: readonly WireStream[],
  receivedAt: number,
  context: CallContext,
): Promise<Stream[]> {
  const ids = new Set(streams.flatMap(referencesOf).map(({ id }) => id));
  const loaded = await objects.load([...ids], context);
  return streams.map((stream) => toStream({ stream, objects: loaded, memory, receivedAt }));
}
