import type { Wish } from "@polycast/core/provider";
import {
  type WireStreamEvent,
  wireSnapshot,
  wireStreamEvent,
  type WireTargetEvent,
  wireTargetEvent,
} from "../wire/event.ts";

/** What the types say was done; that it waits, applies or fails stands in the target. */
const did: ReadonlyMap<string, "created" | "updated" | "deleted"> = new Map([
  ["created", "created"],
  ["updated", "updated"],
  ["deleted", "deleted"],
  ["change_pending", "updated"],
  ["change_applied", "updated"],
  ["change_failed", "updated"],
]);

/** What an event of a gateway says of what is asked for; nothing for one that tells a fact, or that cannot be read. */
export function wishOf(payload: unknown): Wish | undefined {
  const type: unknown = typeof payload === "object" && payload !== null ? Reflect.get(payload, "type") : undefined;
  if (typeof type !== "string") return undefined;
  const [about, word = ""] = type.split(".");
  const done = did.get(word);
  if (!done) return undefined;
  if (about === "target") {
    const { success, data: event } = wireTargetEvent.safeParse(payload);
    return success ? ofTarget(done, event) : undefined;
  }
  if (about !== "stream") return undefined;
  const { success, data: event } = wireStreamEvent.safeParse(payload);
  return success ? ofStream(done, event) : undefined;
}

function ofTarget(done: "created" | "updated" | "deleted", { data: { target } }: WireTargetEvent): Wish {
  return { what: "target", did: done, target };
}

function ofStream(done: "created" | "updated" | "deleted", { data: { stream } }: WireStreamEvent): Wish {
  return done === "deleted"
    ? { what: "stream", did: done, streamId: stream.id }
    : { what: "stream", did: done, stream };
}

/** What a snapshot says of it: one wish a stream. Nothing where it cannot be read. */
export function wishesOfSnapshot(payload: unknown): Wish[] {
  const { success, data } = wireSnapshot.safeParse(payload);
  return success ? data.streams.map((stream) => ({ what: "stream", did: "read", stream })) : [];
}
