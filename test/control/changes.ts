import type { EventType, Operation } from "@polycast/core";
import type { ProviderStage } from "./provider-stage.ts";
import { FORMER, OTHER, type Show } from "./show.ts";

/** What a target is to be after a change. */
export type Outcome = { name: string; enabled: boolean; destination: number } | "gone";

/** A change of one target, as a caller makes it. */
export type Change = {
  name: string;
  operation: Operation;
  /** What `pending` calls it. */
  word: "create" | "update" | "delete" | "enable" | "disable";
  /** Is the target on before? */
  from: boolean;
  request(show: Pick<Show, "streamId" | "targetId">, stage: ProviderStage): Request;
  outcome: Outcome;
  /** The event of the wish itself; a deletion has none but its end. */
  wish?: EventType;
};
type Request = { method: string; path: string; body?: unknown };

const before = { name: "changed", enabled: true, destination: FORMER };

/** Every kind of change that a target can have. */
export const changes: readonly Change[] = [
  patch("off", "target.disable", "disable", { enabled: false }, { ...before, enabled: false }),
  { ...patch("on", "target.enable", "enable", { enabled: true }, before), from: false },
  {
    ...patch("another destination", "target.update.destination", "update", {}, { ...before, destination: OTHER }),
    request: ({ streamId, targetId }, stage) => {
      return { method: "PATCH", path: path(streamId, targetId), body: { destination: stage.destination(OTHER) } };
    },
  },
  patch("another name", "target.update.name", "update", { name: "renamed" }, { ...before, name: "renamed" }),
  {
    name: "deletion",
    operation: "target.delete",
    word: "delete",
    from: true,
    request: ({ streamId, targetId }) => ({ method: "DELETE", path: path(streamId, targetId) }),
    outcome: "gone",
  },
  {
    name: "addition",
    operation: "target.create",
    word: "create",
    from: true,
    request: ({ streamId }, stage) => {
      const body = { name: "added", destination: stage.destination(OTHER) };
      return { method: "POST", path: `/v1/streams/${streamId}/targets`, body };
    },
    outcome: { name: "added", enabled: true, destination: OTHER },
    wish: "target.created",
  },
];

function patch(
  name: string,
  operation: Operation,
  word: Change["word"],
  body: Record<string, unknown>,
  outcome: Outcome,
): Change {
  const request: Change["request"] = ({ streamId, targetId }) => {
    return { method: "PATCH", path: path(streamId, targetId), body };
  };
  return { name, operation, word, from: true, request, outcome, wish: "target.updated" };
}

function path(streamId: string, targetId: string): string {
  return `/v1/streams/${streamId}/targets/${targetId}`;
}
