import {
  defined,
  type Observation,
  scrubText,
  type Translation,
  type UnplacedObservation,
  type VerifiedWebhook,
} from "@polycast/core/provider";
import { mapStreamEvent, mapTargetStatus, STREAM_EVENT } from "../map-status.ts";
import { readTargetPassthrough } from "../marks.ts";
import { wireStreamEventSchema, wireTargetEventSchema } from "../wire/webhook-event.ts";

const TARGET_EVENT = `${STREAM_EVENT}simulcast_target.`;
const MAX_MESSAGE = 500;

/**
 * What comes before all else of the same moment, although the state that it tells commonly comes last. Mux writes
 * microseconds, but events were seen that are rounded to whole seconds, and within one a session can begin or end.
 */
const earliest: ReadonlySet<string> = new Set(["created", "enabled", "updated"]);

/** Of a stream: what says that something about it has changed beyond its state. */
const changesOfStream: ReadonlySet<string> = new Set(["created", "updated", "deleted", "enabled", "disabled"]);
/** Of a target: that it is new, other, or gone. */
const changesOfTarget: ReadonlySet<string> = new Set(["created", "updated", "deleted"]);
const statesOfTarget: ReadonlySet<string> = new Set(["idle", "starting", "broadcasting", "errored"]);

const nothing: Translation = { observations: [] };

/**
 * What a webhook of Mux says. By its `type` alone: `object.type` differs between Mux's own samples, and so does
 * `status` in the data of a target that was deleted. Events come in any order and more than once; the sequence is the
 * time at which they happened.
 */
export function translateWebhook({ eventId, type, occurredAt, payload }: VerifiedWebhook): Translation {
  const happened = type.slice(type.lastIndexOf(".") + 1);
  const order = earliest.has(happened) ? { rank: 0 } : {};
  const seen = { occurredAt, sequence: toMicroseconds(occurredAt), id: eventId, ...order };
  if (type.startsWith(TARGET_EVENT)) return ofTarget(type.slice(TARGET_EVENT.length), payload.reveal(), seen);
  if (type.startsWith(STREAM_EVENT)) return ofStream(type, payload.reveal(), seen);
  return nothing;
}

type Seen = { occurredAt: string; sequence: number; id: string; rank?: number };

function ofTarget(happened: string, payload: unknown, seen: Seen): Translation {
  const event = wireTargetEventSchema.safeParse(payload);
  if (!event.success || !(changesOfTarget.has(happened) || statesOfTarget.has(happened))) return nothing;
  const { data } = event.data;
  const streamId = data.live_stream_id ?? undefined;
  const readAgain = changesOfTarget.has(happened) ? { readAgain: streamId === undefined ? {} : { streamId } } : {};
  const word = wordOf(happened, data.status);
  if (word === undefined) return { ...nothing, ...readAgain };
  // An update says nothing about when its state began.
  const since = happened === "updated" ? {} : { since: seen.occurredAt };
  const common = {
    ...seen,
    kind: "target",
    targetId: data.id,
    status: mapTargetStatus(word, data.error_severity, { source: "webhook", observedAt: seen.occurredAt, ...since }),
  } as const;
  if (streamId !== undefined) return { observations: [{ ...common, streamId }], ...readAgain };
  const { reference } = readTargetPassthrough(data.passthrough);
  const unplaced: UnplacedObservation = { ...common, ...defined({ reference }) };
  return { observations: [unplaced], ...readAgain };
}

/** The status that an event stands for; none for a target that is gone. */
function wordOf(happened: string, status: string | null | undefined): string | undefined {
  if (statesOfTarget.has(happened)) return happened;
  if (happened === "created") return "idle";
  return happened === "updated" ? (status ?? undefined) : undefined;
}

function ofStream(type: string, payload: unknown, seen: Seen): Translation {
  const event = wireStreamEventSchema.safeParse(payload);
  if (!event.success) return nothing;
  const { id: streamId, stream_key, warning } = event.data.data;
  const happened = type.slice(STREAM_EVENT.length);
  const observations: Observation[] = [];
  const status = mapStreamEvent(type, seen.occurredAt);
  if (status) {
    // `disconnected` ends nothing: the encoder may come back within the reconnect window.
    observations.push({ ...seen, kind: "stream", streamId, status, ...(happened === "idle" ? { ended: true } : {}) });
  }
  if (happened === "warning") {
    const notice = { code: warning?.type || "warning", message: told(warning?.message, stream_key) };
    observations.push({ ...seen, kind: "warning", streamId, notice });
  }
  return changesOfStream.has(happened) ? { observations, readAgain: { streamId } } : { observations };
}

function told(message: string | null | undefined, key: string | null | undefined): string {
  const text = scrubText(message || "Mux warns about this stream and says no more.", key ? [key] : []);
  return text.replaceAll(/\p{Cc}+/gu, " ").slice(0, MAX_MESSAGE);
}

/** Microseconds since 1970; a `Date` knows only milliseconds. */
function toMicroseconds(at: string): number {
  const fraction = /\.(\d{1,6})/u.exec(at)?.[1] ?? "";
  return Math.floor(Date.parse(at) / 1_000) * 1_000_000 + Number(fraction.padEnd(6, "0"));
}
