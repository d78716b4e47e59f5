import { writeReport } from "../control/observing/report-body.ts";
import type { Sealer } from "../secrets/sealer.ts";
import {
  appendReport,
  getLease,
  getRelayStream,
  releaseRelayStream,
  type SilentStream,
  silentStreams,
  type Writing,
} from "../store/index.ts";
import { leaseOf, TTL_MS } from "./relay-lease.ts";
import type { RelayParts } from "./relay-parts.ts";
import { sessionEnd } from "./session-end.ts";

/** Streams that are let go of in one go. */
const MAX_ENDED = 20;
/** A lease that is over for so long is not just late. */
const LATE_MS = 20_000;

/**
 * Lets go of streams in the name of a relay that is gone, and whose encoder has come to none in time: else nobody would
 * ever say that they are idle. Any relay tells it, one does. It is assumed: a relay that was only cut off takes back what
 * it still has. Answers how many there were.
 *
 * @param waitMs for how long an encoder is waited for, from the relay's last word on
 * @throws MultistreamError when the store cannot be reached
 */
export async function endOrphanedStreams(
  { id: relay, instance, store, clock }: RelayParts,
  { sealer, waitMs, epoch }: { sealer: Sealer; waitMs: number; epoch: number },
): Promise<number> {
  const wall = clock.wall();
  const before = wall - Math.max(waitMs - TTL_MS, LATE_MS);
  const silent = await store.read(() => silentStreams(instance, before, ""));
  const end = function* ({ id, owner, epoch: held }: SilentStream): Writing<boolean> {
    const lease = yield* getLease(leaseOf(owner));
    if (lease?.holder !== undefined && lease.expiresAt > before) return false;
    const row = yield* getRelayStream(id);
    if (!row) return false;
    const observations = sessionEnd(row, sealer, wall);
    const sequence = observations.at(-1)?.sequence ?? 0;
    if (!(yield* releaseRelayStream(id, owner, held, { sequence, at: wall }))) return false;
    const source = `relay:${relay}/${epoch}`;
    yield* appendReport({ instance, source, body: writeReport(observations), createdAt: wall });
    return true;
  };
  let ended = 0;
  for (const stream of silent.slice(0, MAX_ENDED)) if (await store.write(() => end(stream))) ended += 1;
  return ended;
}
