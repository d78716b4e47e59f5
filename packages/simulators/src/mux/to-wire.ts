import { type MuxStream, type MuxTarget, reconnectWindowOf } from "./store.ts";

/** Only what is there: fields without a value are left out, as in Mux's answers. */
type Wire = Record<string, unknown>;

/** A target as the API shows it: its key in clear text, no times, no id of its stream. */
export function targetToWire(target: MuxTarget): Wire {
  const { id, url, streamKey, passthrough, status, severity } = target;
  return withoutGaps({ id, url, stream_key: streamKey, passthrough, status, error_severity: severity });
}

/** A stream as the API shows it: `created_at` is a string of seconds; keys are in clear text. */
export function streamToWire(stream: MuxStream): Wire {
  const { passthrough, ...fields } = stream.fields;
  return withoutGaps({
    id: stream.id,
    created_at: String(stream.createdAt),
    status: stream.status,
    stream_key: stream.streamKey,
    srt_passphrase: stream.srtPassphrase,
    ...fields,
    reconnect_window: reconnectWindowOf(stream.fields),
    passthrough: passthrough === "" ? undefined : passthrough,
    playback_ids: stream.playbackIds.length > 0 ? stream.playbackIds : undefined,
    simulcast_targets: stream.targets.length > 0 ? stream.targets.map(targetToWire) : undefined,
    active_asset_id: stream.status === "active" ? stream.assetId : undefined,
    recent_asset_ids: stream.recentAssetIds.length > 0 ? stream.recentAssetIds : undefined,
    active_ingest_protocol: stream.status === "active" ? stream.protocol : undefined,
  });
}

/** A stream as events show it: `created_at` is a number, and the encoder's state is there. */
export function streamToEventData(stream: MuxStream): Wire {
  const connected = ["connected", "recording", "active"].includes(stream.phase);
  const recording = stream.phase === "recording" || stream.phase === "active";
  return { ...streamToWire(stream), created_at: stream.createdAt, connected, recording };
}

function withoutGaps(wire: Wire): Wire {
  return Object.fromEntries(Object.entries(wire).filter(([, value]) => value !== undefined));
}
