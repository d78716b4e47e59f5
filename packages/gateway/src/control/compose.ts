import type { Notice, Pending, Stream, Target } from "@polycast/core";
import type { StreamRecord, TargetRecord } from "../store/index.ts";
import { toTimestamp } from "./clock.ts";

/** What a provider says of a target, in the model's words. */
export type ObservedTarget = Pick<Target, "status" | "providerMetadata">;

/** What a provider says of a stream, in the model's words. */
export type ObservedStream = Pick<Stream, "status" | "session" | "playback" | "providerMetadata" | "notices">;

/** What follows from the wishes. */
export type Derived = { pending?: Pending | undefined; notices?: readonly Notice[] };

/** Nothing was observed yet, e.g. after a restart. */
const unobservedTarget: ObservedTarget = { status: { state: "unknown", source: "assumed" } };
const unobservedStream: ObservedStream = { status: { state: "unknown", source: "assumed" }, notices: [] };

/** A target as it is answered: what is wanted from the store, what is observed from the provider. */
export function composeTarget(
  record: TargetRecord,
  provider: string,
  observed: ObservedTarget = unobservedTarget,
  { pending, notices = [] }: Derived = {},
): Target {
  return {
    id: record.id,
    streamId: record.streamId,
    provider,
    name: record.name,
    destination: record.destination,
    enabled: record.enabled,
    rendition: record.rendition,
    ...optional("videoOnly", record.videoOnly),
    status: observed.status,
    ...optional("pending", pending),
    notices: [...record.notices, ...notices],
    ...optional("reference", record.reference),
    ...optional("metadata", record.metadata),
    bindings: record.providerId === undefined ? [] : [{ provider, id: record.providerId }],
    createdAt: toTimestamp(record.createdAt),
    ...optional("providerMetadata", observed.providerMetadata),
  };
}

/** A stream as it is answered; without `targets` it says nothing about them. */
export function composeStream(
  record: StreamRecord,
  observed: ObservedStream = unobservedStream,
  targets?: Target[],
  { pending }: Derived = {},
): Stream {
  return {
    id: record.id,
    provider: record.provider,
    name: record.name,
    enabled: record.enabled,
    status: observed.status,
    ...optional("session", observed.session),
    ...optional("playback", observed.playback),
    ...optional("targets", targets),
    ...optional("pending", pending),
    notices: withoutTwins([...record.notices, ...observed.notices.filter(({ code }) => !ownCodes.has(code))]),
    ...optional("reference", record.reference),
    ...optional("tenantId", record.tenantId),
    ...optional("metadata", record.metadata),
    bindings: [{ provider: record.provider, id: record.providerId }],
    createdAt: toTimestamp(record.createdAt),
    ...optional("providerMetadata", observed.providerMetadata),
  };
}

/** The gateway's own notices: what a stream's row does not say (any more) does not hold, though it was shown before. */
const ownCodes: ReadonlySet<string> = new Set([
  "drift",
  "missing_at_provider",
  "earlier_stream_may_remain",
  "new_stream_may_remain",
  "old_stream_kept",
  "old_stream_remains",
]);

/** What is kept of a stream's own may have been observed with it. */
function withoutTwins(notices: readonly Notice[]): Notice[] {
  return [...new Map(notices.map((notice) => [`${notice.code} ${notice.message}`, notice])).values()];
}

/** The field where there is a value: what is not known is absent, not `undefined`. */
function optional<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  const field: Partial<Record<K, V>> = {};
  if (value !== undefined) field[key] = value;
  return field;
}
