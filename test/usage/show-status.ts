/** The state behind a status board: a snapshot first, then every event, reduced to one row per target. @module */
import type { Event, Multistream, Snapshot, Target } from "@polycast/core";

export type Row = { name: string; wanted: "on" | "off"; seen: string; detail: string };
export type Board = ReadonlyMap<string, Row>;

/** Pure, as a UI's reducer is: the same messages give the same board. */
export function reduce(board: Board, message: Snapshot | Event): Board {
  switch (message.type) {
    case "snapshot": {
      const targets = message.streams.flatMap((stream) => stream.targets ?? []);
      return new Map(targets.map((target) => [target.id, toRow(target)]));
    }
    case "target.deleted": {
      const rest = new Map(board);
      rest.delete(message.data.target.id);
      return rest;
    }
    default:
      // Every event carries its whole target, so there is nothing to merge.
      if (!("target" in message.data)) return board;
      return new Map(board).set(message.data.target.id, toRow(message.data.target));
  }
}

function toRow({ name, enabled, status, pending }: Target): Row {
  const waits = pending && `${pending.changes.join(" and ")} takes effect: ${pending.applies}`;
  return { name, wanted: enabled ? "on" : "off", seen: status.state, detail: waits ?? status.reason?.message ?? "" };
}

/** Draws the board whenever it changes, until `signal` aborts. */
export async function showStatus(
  live: Multistream,
  streamId: string,
  draw: (board: Board) => void,
  signal: AbortSignal,
): Promise<void> {
  let board: Board = new Map();
  for await (const message of live.watch({ streamId, signal })) {
    board = reduce(board, message);
    draw(board);
  }
}
