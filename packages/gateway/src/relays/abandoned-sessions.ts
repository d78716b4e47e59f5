import type { Observation, Session } from "@polycast/core";
import { writeReport } from "../control/observing/report-body.ts";
import type { Sealer } from "../secrets/sealer.ts";
import {
  abandonedRelayStreams,
  appendReport,
  endAbandonedSession,
  type RelayStreamRecord,
  type Writing,
} from "../store/index.ts";
import type { RelayParts } from "./relay-parts.ts";
import { openWanted } from "./wanted.ts";

/** Sessions that are ended in one go. */
const MAX_ENDED = 20;

/**
 * Ends sessions that their relay has left for another one, and whose encoder has come to none in time: any relay tells
 * it, one does. Answers how many there were.
 *
 * @param waitMs for how long an encoder is waited for
 * @throws MultistreamError when the store cannot be reached
 */
export async function endAbandonedSessions(
  { id: relay, instance, store, clock }: RelayParts,
  { sealer, waitMs, epoch }: { sealer: Sealer; waitMs: number; epoch: number },
): Promise<number> {
  const wall = clock.wall();
  const found = await store.read(() => abandonedRelayStreams(instance, wall - waitMs, MAX_ENDED));
  let ended = 0;
  for (const row of found) {
    const observations = endOf(row, sealer, wall);
    const last = observations.at(-1);
    if (!last) continue;
    const report = { instance, source: `relay:${relay}/${epoch}`, body: writeReport(observations), createdAt: wall };
    const unit = function* (): Writing<boolean> {
      if (!(yield* endAbandonedSession(row.id, row.epoch, last.sequence))) return false;
      yield* appendReport(report);
      return true;
    };
    if (await store.write(unit)) ended++;
  }
  return ended;
}

/** What is certain then: the session is over, and its targets get nothing. */
function endOf(row: RelayStreamRecord, sealer: Sealer, wall: number): Observation[] {
  if (row.left?.session === undefined) return [];
  const session = JSON.parse(row.left.session) as Session;
  const { stream } = openWanted(sealer, row);
  const at = new Date(wall).toISOString();
  let sequence = Math.max(row.left.sequence, wall * 1_000);
  const rest = (enabled: boolean) =>
    ({ state: enabled ? "idle" : "disabled", since: at, observedAt: at, source: "assumed" }) as const;
  const streamId = row.id;
  const over: Observation = {
    kind: "stream",
    streamId,
    occurredAt: at,
    sequence: ++sequence,
    status: rest(stream.enabled),
    session,
    ended: true,
  };
  const targets = stream.targets.map(({ id: targetId, enabled }): Observation => ({
    kind: "target",
    streamId,
    targetId,
    occurredAt: at,
    sequence: ++sequence,
    status: rest(enabled),
    sessionId: session.id,
  }));
  return [over, ...targets];
}
