import type { Observation, Session } from "@polycast/core";
import { defined } from "@polycast/core/provider";
import type { Sealer } from "../secrets/sealer.ts";
import type { RelayStreamRecord } from "../store/index.ts";
import { openWanted } from "./wanted.ts";

/**
 * What is certain of a stream that no relay has any more: its session is over, and its targets get nothing.
 *
 * @param session where it is known which one it was
 * @param wall milliseconds since 1970
 */
export function sessionEnd(row: RelayStreamRecord, sealer: Sealer, wall: number, session?: Session): Observation[] {
  const { stream } = openWanted(sealer, row);
  const at = new Date(wall).toISOString();
  let sequence = Math.max(row.left?.sequence ?? 0, wall * 1_000);
  const rest = (enabled: boolean) =>
    ({ state: enabled ? "idle" : "disabled", since: at, observedAt: at, source: "assumed" }) as const;
  const streamId = row.id;
  const over = defined({
    kind: "stream" as const,
    streamId,
    occurredAt: at,
    sequence: ++sequence,
    status: rest(stream.enabled),
    session,
    ended: true,
  });
  const targets = stream.targets.map(({ id: targetId, enabled }) =>
    defined({
      kind: "target" as const,
      streamId,
      targetId,
      occurredAt: at,
      sequence: ++sequence,
      status: rest(enabled),
      sessionId: session?.id,
    }),
  );
  return [over, ...targets];
}
