import { MultistreamError } from "@polycast/core";
import { getStream, getTarget, type Reader, type StreamRecord, type TargetRecord } from "../store/index.ts";
import type { Parts } from "./parts.ts";

type Sources = Pick<Parts, "store" | "bindings">;

/** Names a target: our id or `<instance>:<providerId>`, for the stream and for the target. */
export type TargetPath = { streamId: string; id: string };

/** Our id of a stream that is named by it or by `<instance>:<providerId>`; it need not be stored. */
export function ourStreamId({ bindings }: Pick<Parts, "bindings">, id: string): string | undefined {
  const colon = id.indexOf(":");
  return colon < 0 ? id : bindings.streamOf(id.slice(0, colon), id.slice(colon + 1));
}

/** Reads a stream by our id. @throws MultistreamError `not_found` */
export function requireStream(reader: Reader, id: string | undefined): StreamRecord {
  const record = id === undefined ? undefined : getStream(reader, id);
  if (record) return record;
  throw new MultistreamError("not_found", "There is no such stream.", {
    hint: "A stream is named by its `id`, or by `<instance>:<id at the provider>` when the gateway has made it there.",
  });
}

/** Finds a stream by our id or by `<instance>:<providerId>`. @throws MultistreamError `not_found` */
export async function findStreamRecord(sources: Sources, id: string): Promise<StreamRecord> {
  return sources.store.read((reader) => requireStream(reader, ourStreamId(sources, id)));
}

/** Finds a target of that stream. @throws MultistreamError `not_found` */
export async function findTargetRecord(
  { store, bindings }: Sources,
  stream: StreamRecord,
  id: string,
): Promise<TargetRecord> {
  const prefix = `${stream.provider}:`;
  const ours = id.startsWith(prefix) ? bindings.targetOf(stream.id, id.slice(prefix.length)) : id;
  const record = ours === undefined ? undefined : await store.read((reader) => getTarget(reader, ours));
  if (record?.streamId === stream.id) return record;
  throw new MultistreamError("not_found", "There is no such target.", {
    hint: "List the stream's targets; a target is named by its `id` together with its stream's.",
  });
}
