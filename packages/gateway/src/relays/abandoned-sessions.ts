import type { Session } from "@polycast/core";
import { writeReport } from "../control/observing/report-body.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { abandonedRelayStreams, appendReport, endAbandonedSession, type Writing } from "../store/index.ts";
import type { RelayParts } from "./relay-parts.ts";
import { sessionEnd } from "./session-end.ts";

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
    if (row.left?.session === undefined) continue;
    const observations = sessionEnd(row, sealer, wall, JSON.parse(row.left.session) as Session);
    const sequence = observations.at(-1)?.sequence ?? 0;
    const report = { instance, source: `relay:${relay}/${epoch}`, body: writeReport(observations), createdAt: wall };
    const unit = function* (): Writing<boolean> {
      if (!(yield* endAbandonedSession(row.id, row.epoch, sequence))) return false;
      yield* appendReport(report);
      return true;
    };
    if (await store.write(unit)) ended++;
  }
  return ended;
}
