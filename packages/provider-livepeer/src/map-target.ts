import {
  type Applies,
  defined,
  type Notice,
  type Pending,
  type RedactedDestination,
  redactStoredDestination,
  type Target,
  timestampOf,
} from "@polycast/core/provider";
import { redactUrl } from "./destination-fields.ts";
import { targetStatusOf } from "./map-status.ts";
import { isPushedTwice } from "./pushes.ts";
import { withoutMark } from "./target-mark.ts";
import type { Remembered, TargetMemory } from "./target-memory.ts";
import type { WireReference, WireStream } from "./wire/stream.ts";
import type { WireTarget } from "./wire/target.ts";

/** What a target is put together from: its stream, the reference there, its object, and what this process knows. */
export type TargetParts = {
  stream: WireStream;
  references: readonly WireReference[];
  object: WireTarget;
  memory: Pick<TargetMemory, "get">;
  /** Our own clock when it was read, milliseconds. */
  receivedAt: number;
  /** What was asked for with this call and is promised for later only. */
  pending?: Pending | undefined;
};

/** A target in the model's words. */
export function toTarget({ stream, references, object, memory, receivedAt, pending }: TargetParts): Target {
  const [reference] = references;
  const { destination, notices } = describeDestination(object, memory.get(object.id));
  const profiles = new Set(references.map(({ profile }) => profile ?? "source"));
  return defined({
    id: object.id,
    streamId: stream.id,
    provider: "livepeer",
    name: withoutMark(object.name ?? object.id),
    destination,
    enabled: object.disabled !== true,
    rendition: reference?.profile ?? "source",
    videoOnly: reference?.videoOnly || undefined,
    status: targetStatusOf(stream, object, new Date(receivedAt).toISOString()),
    pending,
    notices: [
      ...notices,
      ...(profiles.size > 1 ? [sentTwice([...profiles])] : []),
      ...(isPushedTwice(stream, references, memory) ? [samePush] : []),
    ],
    createdAt: timestampOf(object.createdAt || undefined),
  });
}

function describeDestination(
  object: WireTarget,
  remembered: Remembered | undefined,
): { destination: RedactedDestination; notices: Notice[] } {
  if (remembered) return { destination: remembered.destination, notices: remembered.notices };
  const answered = object.url ? redactUrl(object.url) : undefined;
  if (answered) return { destination: answered, notices: [] };
  const message = "Livepeer does not tell where a target sends to, and this process has not made it.";
  return {
    destination: redactStoredDestination(undefined),
    notices: [{ code: "destination_not_readable", message }],
  };
}

const samePush: Notice = {
  code: "same_push",
  message:
    "Another target of the stream has the same destination and rendition: Livepeer sends there once, and tells the status of one of the two only.",
};

function sentTwice(profiles: string[]): Notice {
  const message = `Livepeer sends this target in several renditions: ${profiles.join(", ")}. The first one is shown.`;
  return { code: "several_renditions", message };
}

/**
 * Livepeer takes a change at once and promises it, during a session, for the next one.
 *
 * @param stream as it was before the change
 */
export function pendingOf(stream: WireStream, changes: Pending["changes"], since: number): Pending | undefined {
  if (stream.isActive !== true || changes.length === 0) return undefined;
  const applies: Applies = "next_session";
  return { changes, applies, since: new Date(since).toISOString() };
}
