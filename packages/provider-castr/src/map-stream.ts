import type { Notice, Stream } from "@polycast/core/provider";
import { mapStreamStatus, type Reading } from "./map-status.ts";
import { toTarget } from "./map-target.ts";
import { playbackOf } from "./playback.ts";
import type { LiveStream } from "./wire/live-stream.ts";

/** The model's view of a live stream, with its targets where the answer has them. */
export function toStream(stream: LiveStream, reading: Reading): Stream {
  const { _id: id, platforms } = stream;
  const status = mapStreamStatus(stream, reading);
  const playback = playbackOf(stream);
  const createdAt = timestampOf(stream.creation_time);
  const known = knownOf(stream);
  return {
    id,
    provider: "castr",
    name: stream.name ?? id,
    enabled: stream.enabled !== false,
    status,
    ...(playback.length === 0 ? {} : { playback }),
    ...(platforms ? { targets: platforms.map((platform) => toTarget(platform, { id, status }, reading)) } : {}),
    notices: stream.name === undefined ? [nameNotice] : [],
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(Object.keys(known).length === 0 ? {} : { providerMetadata: { castr: known } }),
  };
}

/** A time as the model writes it; nothing for one that cannot be read. */
export function timestampOf(text: string | undefined): string | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

function knownOf({ user, organization, environment, thumb_url: thumbUrl }: LiveStream): Record<string, string> {
  const known = { user, organization, environment, thumbUrl };
  return Object.fromEntries(Object.entries(known).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

const nameNotice: Notice = {
  code: "name_not_stored",
  message: "Castr did not answer the stream's name: its id stands in for it.",
};
