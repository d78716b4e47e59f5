import { keepNewest } from "../kernel/keep-newest.ts";
import type { Clock } from "../kernel/types.ts";
import type { StreamRecord } from "./records.ts";

/** A target as events name it: the same one may be pushed in two renditions. */
export type NamedTarget = { id: string; name: string; profile: string };

type Entry = { target: NamedTarget; status: boolean; since: number };
/** What the media node tells of a push. */
export type MultistreamEvent = "multistream.connected" | "multistream.error" | "multistream.disconnected";

/** Streams, and targets of each, that are remembered; those that were silent the longest go first. */
const MOST_BOARDS = 1000;
const MOST_TARGETS = 1000;

/** What the health analyzer makes of the events that it saw. */
export type HealthBoard = ReturnType<typeof createHealthBoard>;

/** Livepeer's dashboard reads this; it is not documented for others. */
export function createHealthBoard(clock: Clock) {
  const boards = new Map<string, Map<string, Entry>>();
  return {
    saw(streamId: string, type: MultistreamEvent, target: NamedTarget): void {
      const board = boards.get(streamId) ?? new Map<string, Entry>();
      boards.delete(streamId);
      boards.set(streamId, board);
      keepNewest(boards, MOST_BOARDS);
      const key = `${target.id} ${target.profile}`;
      if (type === "multistream.disconnected") board.delete(key);
      else board.set(key, { target, status: type === "multistream.connected", since: clock.now() });
      keepNewest(board, MOST_TARGETS);
    },
    /** Nothing was seen of the stream: a session begins, or the stream is deleted. */
    forget: (streamId: string): boolean => boards.delete(streamId),
    clear: (): void => boards.clear(),
    /** The body of `GET /data/stream/{id}/health`. */
    of(stream: StreamRecord): Record<string, unknown> {
      const entries = [...(boards.get(stream.id)?.values() ?? [])];
      const now = clock.now();
      const times = { lastProbeTime: now, lastTransitionTime: stream.lastSeen || null };
      const healthy = stream.isActive ? (stream.isHealthy ?? null) : false;
      const condition = (type: string, status: boolean | null) => ({ type, status, ...times });
      const pushing = stream.isActive ? entries.filter(({ status }) => status) : [];
      return {
        id: stream.id,
        healthy: { status: healthy, ...times },
        conditions: [
          condition("Active", stream.isActive),
          condition("Transcoding", stream.isActive ? true : null),
          condition("TranscodeRealTime", stream.isActive ? true : null),
          condition("TranscodeNoErrors", stream.isActive ? true : null),
          condition("Multistreaming", entries.length === 0 ? null : entries.every(({ status }) => status)),
        ],
        metrics: {
          MultistreamActiveSec: pushing.map(({ target, since }) => ({
            name: "MultistreamActiveSec",
            dimensions: {
              nodeId: "sim-node",
              region: "sim",
              targetId: target.id,
              targetName: target.name,
              targetProfile: target.profile,
            },
            last: [now, Math.floor((now - since) / 1000)],
          })),
        },
        multistream: entries.map(({ target, status, since }) => ({
          target,
          connected: { status, lastProbeTime: since, lastTransitionTime: since },
        })),
      };
    },
  };
}
