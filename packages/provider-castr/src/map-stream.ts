import { defined, type Notice, type Stream, timestampOf } from "@polycast/core/provider";
import { mapStreamStatus, type Reading } from "./map-status.ts";
import { toTarget } from "./map-target.ts";
import { playbackOf } from "./playback.ts";
import type { LiveStream } from "./wire/live-stream.ts";

/** The model's view of a live stream, with its targets where the answer has them. */
export function toStream(stream: LiveStream, reading: Reading): Stream {
  const { _id: id, platforms } = stream;
  const status = mapStreamStatus(stream, reading);
  const playback = playbackOf(stream);
  const known = knownOf(stream);
  return defined({
    id,
    provider: "castr",
    name: stream.name ?? id,
    enabled: stream.enabled !== false,
    status,
    playback: playback.length === 0 ? undefined : playback,
    targets: platforms?.map((platform) => toTarget(platform, { id, status }, reading)),
    notices: stream.name === undefined ? [nameNotice] : [],
    createdAt: timestampOf(Date.parse(stream.creation_time ?? "")),
    providerMetadata: Object.keys(known).length === 0 ? undefined : { castr: known },
  });
}

function knownOf({ user, organization, environment, thumb_url: thumbUrl }: LiveStream): Record<string, unknown> {
  return defined({ user, organization, environment, thumbUrl });
}

const nameNotice: Notice = {
  code: "name_not_stored",
  message: "Castr did not answer the stream's name: its id stands in for it.",
};
