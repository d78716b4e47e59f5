import type { Translation, VerifiedWebhook } from "@polycast/core/provider";
import { type Fields, fieldsOf } from "./fields-of.ts";

/** Castr's ids, as in all of its samples. */
const ID = /^[0-9a-f]{24}$/u;
/** The usual names of a stream's id, and of the stream itself. */
const ids = ["live_stream_id", "liveStreamId", "livestream_id", "stream_id", "streamId"];
const streams = ["live_stream", "liveStream", "livestream", "stream"];

/**
 * Castr's webhooks tell that a stream has started or ended, in a body that no page shows, and nothing of targets: they
 * say only that something is worth reading. Which stream, where an id stands under a usual name.
 */
export function translateWebhook({ payload }: VerifiedWebhook): Translation {
  const body = fieldsOf(payload.reveal());
  const streamId = idIn(body) ?? idIn(fieldsOf(body["data"]));
  return { observations: [], readAgain: streamId === undefined ? {} : { streamId } };
}

function idIn(body: Fields): string | undefined {
  const parts = streams.map((name) => fieldsOf(body[name]));
  const named = [...ids.map((name) => body[name]), ...parts.flatMap(({ _id, id }) => [_id, id])];
  return named.find((id): id is string => typeof id === "string" && ID.test(id));
}
