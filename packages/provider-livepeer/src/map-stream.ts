import { defined, type Notice, scrubText, type Stream, type Target, timestampOf } from "@polycast/core/provider";
import { streamStatusOf } from "./map-status.ts";
import { toTarget } from "./map-target.ts";
import { playbackOf } from "./playback.ts";
import type { TargetMemory } from "./target-memory.ts";
import { readTags } from "./user-tags.ts";
import { profileNamesOf, referencesOf, type WireStream } from "./wire/stream.ts";
import type { WireTarget } from "./wire/target.ts";

/** The most that is shown of what Livepeer says about a stream's health. */
const MAX_ISSUES = 500;

/** What a stream is put together from. */
export type StreamParts = {
  stream: WireStream;
  /** At least those that the stream refers to, as far as they exist. */
  objects: ReadonlyMap<string, WireTarget>;
  memory: Pick<TargetMemory, "get">;
  /** Our own clock when the stream was read, milliseconds. */
  receivedAt: number;
};

/** A stream with its targets in the model's words. Nothing of its key is in it. */
export function toStream(parts: StreamParts): Stream {
  const { stream, receivedAt } = parts;
  const { reference, metadata } = readTags(stream.userTags);
  const playback = playbackOf(stream);
  return defined({
    id: stream.id,
    provider: "livepeer",
    name: stream.name ?? stream.id,
    enabled: stream.suspended !== true,
    status: streamStatusOf(stream, new Date(receivedAt).toISOString()),
    playback: playback.length > 0 ? playback : undefined,
    targets: targetsOf(parts),
    notices: noticesOf(parts),
    reference,
    metadata,
    createdAt: timestampOf(stream.createdAt || undefined),
    providerMetadata: { livepeer: harmlessFacts(stream) },
  });
}

/** The targets in the order of the stream's list; references to what does not exist are left out. */
export function targetsOf({ stream, objects, memory, receivedAt }: StreamParts): Target[] {
  const references = Map.groupBy(referencesOf(stream), ({ id }) => id);
  return [...references].flatMap(([id, ofTarget]) => {
    const object = objects.get(id);
    if (!object) return [];
    return [toTarget({ stream, references: ofTarget, object, memory, receivedAt })];
  });
}

function noticesOf({ stream, objects }: StreamParts): Notice[] {
  const notices: Notice[] = [];
  const dangling = referencesOf(stream).filter(({ id }) => !objects.has(id)).length;
  if (dangling > 0) {
    const message = `The stream refers to ${dangling} deleted target(s); the next change of its targets removes that.`;
    notices.push({ code: "dangling_targets", message });
  }
  // After a session the last report lingers and says nothing about now.
  if (stream.isActive === true && stream.isHealthy === false) {
    const said = (stream.issues ?? []).join("; ");
    const message = scrubText(said, stream.streamKey ? [stream.streamKey] : []).replaceAll(/\p{Cc}/gu, " ");
    const what = message === "" ? "Livepeer reports that the stream is not healthy." : `Livepeer reports: ${message}`;
    notices.push({ code: "stream_unhealthy", message: what.slice(0, MAX_ISSUES) });
  }
  return notices;
}

function harmlessFacts(stream: WireStream): Record<string, unknown> {
  const { playbackId, projectId, record } = stream;
  return defined({
    playbackId: playbackId || undefined,
    projectId: projectId || undefined,
    record: record ?? undefined,
    profiles: profileNamesOf(stream),
  });
}
