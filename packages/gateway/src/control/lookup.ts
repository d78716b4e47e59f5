import { MultistreamError } from "@polycast/core";
import { getStream, getTarget, type Reading, type StreamRecord, type TargetRecord } from "../store/index.ts";
import type { Parts, Scope } from "./parts.ts";

type Sources = Pick<Scope, "store" | "bindings" | "tenantId">;

/** Names a target: our id or `<instance>:<providerId>`, for the stream and for the target. */
export type TargetPath = { streamId: string; id: string };

/** Our id of a stream that is named by it or by `<instance>:<providerId>`; it need not be stored. */
export function ourStreamId({ bindings }: Pick<Parts, "bindings">, id: string): string | undefined {
  const colon = id.indexOf(":");
  return colon < 0 ? id : bindings.streamOf(id.slice(0, colon), id.slice(colon + 1));
}

/**
 * Reads a stream by our id.
 *
 * @param tenantId whose it must be; absent: anybody's
 * @throws MultistreamError `not_found`
 */
export function* requireStream(id: string | undefined, tenantId?: string): Reading<StreamRecord> {
  const record = id === undefined ? undefined : yield* getStream(id);
  if (record && (tenantId === undefined || record.tenantId === tenantId)) return record;
  throw new MultistreamError("not_found", "There is no such stream.", {
    hint: "A stream is named by its `id`, or by `<instance>:<id at the provider>` when the gateway has made it there.",
  });
}

/** Finds a stream by our id or by `<instance>:<providerId>`. @throws MultistreamError `not_found` */
export async function findStreamRecord(sources: Sources, id: string): Promise<StreamRecord> {
  return sources.store.read(() => requireStream(ourStreamId(sources, id), sources.tenantId));
}

/** Reads a target of that stream by our id or by `<instance>:<providerId>`. @throws MultistreamError `not_found` */
export function* requireTarget(
  { bindings }: Pick<Parts, "bindings">,
  stream: StreamRecord,
  id: string,
): Reading<TargetRecord> {
  const prefix = `${stream.provider}:`;
  const ours = id.startsWith(prefix) ? bindings.targetOf(stream.id, id.slice(prefix.length)) : id;
  const record = ours === undefined ? undefined : yield* getTarget(ours);
  if (record?.streamId === stream.id) return record;
  throw new MultistreamError("not_found", "There is no such target.", {
    hint: "List the stream's targets; a target is named by its `id` together with its stream's.",
  });
}

/** Finds a target and its stream. @throws MultistreamError `not_found` */
export async function findTarget(
  sources: Sources,
  { streamId, id }: TargetPath,
): Promise<{ stream: StreamRecord; record: TargetRecord }> {
  return sources.store.read(() => requirePath(sources, { streamId, id }));
}

/** The same inside a unit. @throws MultistreamError `not_found` */
export function* requirePath(
  sources: Pick<Sources, "bindings" | "tenantId">,
  { streamId, id }: TargetPath,
): Reading<{ stream: StreamRecord; record: TargetRecord }> {
  const stream = yield* requireStream(ourStreamId(sources, streamId), sources.tenantId);
  return { stream, record: yield* requireTarget(sources, stream, id) };
}
