import type { Log, Observation } from "@polycast/core/provider";
import type { Clock } from "../hub/clock.ts";
import { LoopFence } from "../ownership/loop-fence.ts";
import type { Ownership } from "../ownership/ownership.ts";
import { type Tenant, Tenure } from "../ownership/tenure.ts";
import { untilOpen } from "../rtmp/until-open.ts";
import { FencedReports } from "./fenced-reports.ts";

/** What a relay works with. */
export type ShareOptions = { clock: Clock; log: Log; ownership: Ownership; tell: (observation: Observation) => void };

/** The relay that shares its streams, as the fence needs it. */
type Sharing = {
  /** The streams that are ours. */
  held(): string[];
  /** These are somebody else's by now. */
  lose(streamIds: readonly string[]): void;
};

/** What keeps a relay that shares its streams from doing what only their owner may do. */
export type Shared = {
  tell: (observation: Observation) => void;
  fence: LoopFence;
  createTenure(streamId: string, log: Log, tenant: Tenant): Tenure;
  /** Names the relay; before the first stream. */
  serve(relay: Sharing): void;
  /** What was seen of these and not told yet is not for us to tell. */
  forget(streamIds: readonly string[]): void;
};

/** Makes the fence for everything that leaves the relay, and the tenures of its streams. */
export function shareStreams({ clock, log, ownership, tell }: ShareOptions): Shared {
  let relay: Sharing = { held: () => [], lose: () => undefined };
  const confirm = async (): Promise<void> => {
    const asked = relay.held();
    if (asked.length === 0) return;
    const ours = await ownership.confirm(asked);
    relay.lose(asked.filter((id) => !ours.has(id)));
  };
  const fence = new LoopFence({ clock, confirm, log });
  const reports = new FencedReports(fence, tell);
  return {
    tell: (observation) => reports.tell(observation),
    fence,
    createTenure: (streamId, log, tenant) =>
      new Tenure({ ...tenant, streamId, ownership, clock, log, gaps: () => fence.gaps, known: () => untilOpen(fence) }),
    serve(sharing) {
      relay = sharing;
    },
    forget(streamIds) {
      for (const id of streamIds) reports.forget(id);
    },
  };
}
