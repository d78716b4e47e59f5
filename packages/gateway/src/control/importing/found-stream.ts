import {
  type Destination,
  type Ingest,
  isMultistreamError,
  type Notice,
  type Stream,
  type Target,
} from "@polycast/core";
import { defined, redactDestination, resolveDestination } from "@polycast/core/provider";
import { idPrefixes } from "../../store/ids.ts";
import { newId, type StreamRecord, type TargetRecord } from "../../store/index.ts";
import { hashDestination } from "../destination-hash.ts";
import type { Scope } from "../parts.ts";
import { sealDestination, sealIngest } from "../sealed-values.ts";
import { nameOf } from "./name-of.ts";
import type { MadeTarget } from "../streams/pair-targets.ts";

/** A stream as it was found at its provider. */
export type Found = {
  stream: Stream;
  ingest: readonly Ingest[];
  /** Where its targets send to, by the provider's id, with their credentials; those that can be read. */
  destinations: ReadonlyMap<string, Destination>;
};

/** Whose it becomes, and when. */
export type Adoption = { provider: string; tenantId: string | undefined; now: number };

/** The rows of a stream that is taken over as it is: all that it is, is wanted and accepted. */
export function toRecords(
  scope: Pick<Scope, "sealer" | "hash">,
  { stream, ingest, destinations }: Found,
  { provider, tenantId, now }: Adoption,
): { record: StreamRecord; targets: MadeTarget[] } {
  const id = newId("stream");
  const record: StreamRecord = defined({
    id,
    provider,
    providerId: stream.id,
    name: nameOf(stream),
    enabled: stream.enabled,
    reference: referenceOf(stream, "stream"),
    metadata: stream.metadata,
    tenantId,
    ingestSealed: sealIngest(scope.sealer, id, ingest),
    notices: [],
    createdAt: timeOf(stream, now),
    updatedAt: now,
  });
  const targets = (stream.targets ?? []).map((provided) => ({
    provided,
    record: toTargetRecord(scope, id, provided, usable(destinations.get(provided.id)), now),
  }));
  return { record, targets };
}

function toTargetRecord(
  { sealer, hash }: Pick<Scope, "sealer" | "hash">,
  streamId: string,
  found: Target,
  destination: Destination | undefined,
  now: number,
): TargetRecord {
  const id = newId("target");
  return defined({
    id,
    streamId,
    providerId: found.id,
    name: nameOf(found),
    enabled: found.enabled,
    rendition: found.rendition,
    videoOnly: found.videoOnly,
    reference: referenceOf(found, "target"),
    metadata: found.metadata,
    destinationSealed: sealDestination(sealer, id, destination),
    destination: destination ? redactDestination(destination) : found.destination,
    destinationHash: destination && hashDestination(hash, destination),
    notices: destination ? found.notices : [...found.notices, needsKey],
    createdAt: timeOf(found, now),
    updatedAt: now,
  });
}

/** Said of a target whose key is known to the provider alone. */
export const needsKey: Notice = {
  code: "needs_key",
  message:
    "The provider does not tell the target's key: give its destination with the key, so that it can be made again.",
};

/** One that we could not dial ourselves is as good as none. */
function usable(destination: Destination | undefined): Destination | undefined {
  try {
    if (destination) resolveDestination(destination);
    return destination;
  } catch (error) {
    if (isMultistreamError(error)) return undefined;
    throw error;
  }
}

/** What a gateway has put there itself is no reference of a caller. */
function referenceOf({ reference }: Stream | Target, kind: "stream" | "target"): string | undefined {
  const isOurs = reference?.startsWith(idPrefixes[kind]) && /^\w{26}$/u.test(reference);
  return isOurs ? undefined : reference;
}

function timeOf({ createdAt }: Stream | Target, now: number): number {
  const at = Date.parse(createdAt ?? "");
  return Number.isNaN(at) ? now : at;
}
