import { type CallContext, defined, type Stream, type Target, timestampOf } from "@polycast/core/provider";
import type { LivepeerApi } from "./api.ts";
import { targetStatusFromHealth } from "./map-status.ts";
import type { WireConnection, WireHealth } from "./wire/health.ts";

/** A connection whose last sign of life is older counts as one that is being made, as in Livepeer's dashboard. */
const STALE_MS = 30_000;

/**
 * Adds what the health endpoint knows of the targets of an active stream. The endpoint is not documented: where it
 * fails or says nothing of a target, the target stays as it was read.
 */
export async function withHealth(
  api: Pick<LivepeerApi, "getHealth">,
  stream: Stream,
  context: CallContext,
): Promise<Stream> {
  if (stream.status.state !== "live" || !stream.targets?.some(isOpen)) return stream;
  try {
    const { data, receivedAt } = await api.getHealth(stream.id, context);
    return { ...stream, targets: stream.targets.map((target) => enrich(target, data, receivedAt)) };
  } catch (error) {
    if (context.signal.aborted) throw error;
    return stream;
  }
}

/** Does a read alone not tell? */
function isOpen(target: Target): boolean {
  return target.status.state === "unknown";
}

function enrich(target: Target, health: WireHealth, receivedAt: number): Target {
  const connection = health.multistream?.find((one) => one.target.id === target.id);
  const connected = connection?.connected.status;
  if (!connection || !isOpen(target) || typeof connected !== "boolean") return target;
  const since = timestampOf(connection.connected.lastTransitionTime || undefined);
  const status = targetStatusFromHealth(
    { connected, stale: isStale(connection, health, receivedAt) },
    defined({ observedAt: new Date(receivedAt).toISOString(), since }),
  );
  return { ...target, status };
}

function isStale(connection: WireConnection, health: WireHealth, receivedAt: number): boolean {
  const activity = health.metrics?.MultistreamActiveSec?.filter(
    ({ dimensions }) => dimensions?.targetId === connection.target.id,
  );
  const times = (activity ?? []).flatMap(({ last }) => (last ? [last[0]] : []));
  return times.length > 0 && receivedAt - Math.max(...times) > STALE_MS;
}
