import { defined, type Notice, type Stream, timestampOf } from "@polycast/core/provider";
import type { Answer } from "./api.ts";
import { mapStreamStatus, seenAt } from "./map-status.ts";
import { toTarget } from "./map-target.ts";
import { streamReference } from "./marks.ts";
import { playbackOf } from "./playback.ts";
import type { WireStream } from "./wire/live-stream.ts";

/**
 * The model's view of a stream that was read, with its targets. Without a session: Mux names the asset of the running
 * one, but not since when it runs.
 */
export function toStream({ data: wire, receivedAt }: Pick<Answer<WireStream>, "data" | "receivedAt">): Stream {
  const targets = wire.simulcast_targets ?? [];
  const words = targets.map(({ status }) => status);
  const playback = playbackOf(wire);
  const metadata = metadataOf(wire);
  return defined({
    id: wire.id,
    provider: "mux",
    name: wire.meta?.title || wire.id,
    enabled: wire.status !== "disabled",
    status: mapStreamStatus(wire.status, words, seenAt(receivedAt)),
    playback: playback.length === 0 ? undefined : playback,
    targets: targets.map((target) => toTarget(target, { streamId: wire.id, receivedAt })),
    notices: noticesOf(wire),
    reference: streamReference(wire.passthrough),
    createdAt: readUnixSeconds(wire.created_at),
    providerMetadata: Object.keys(metadata).length === 0 ? undefined : { mux: metadata },
  });
}

/** A time in seconds since 1970, written as text or as a number. */
export function readUnixSeconds(seconds: string | number | null | undefined): string | undefined {
  const isTime = typeof seconds === "number" || /^\d{1,12}$/u.test(seconds ?? "");
  return timestampOf(isTime ? Number(seconds) * 1_000 : undefined);
}

function noticesOf(wire: WireStream): Notice[] {
  const notices: Notice[] = [];
  const window = wire.reconnect_window ?? (wire.latency_mode === "standard" || !wire.latency_mode ? undefined : 0);
  if (window === 0) {
    const message = "There is no reconnect window: the session ends as soon as the encoder is gone for a moment.";
    notices.push({ code: "no_reconnect_window", message });
  }
  if (wire.test) {
    const message =
      "This is a test stream: Mux marks the picture, disables the stream after 5 minutes on air, and keeps no recording beyond a day.";
    notices.push({ code: "test_stream", message });
  }
  return notices;
}

/** Facts that the model has no word for. Nothing here opens anything. */
function metadataOf(wire: WireStream): Record<string, unknown> {
  return defined({
    activeAssetId: wire.active_asset_id ?? undefined,
    recentAssetIds: wire.recent_asset_ids?.length ? wire.recent_asset_ids : undefined,
    activeIngestProtocol: wire.active_ingest_protocol ?? undefined,
    playbackIds: wire.playback_ids?.length ? wire.playback_ids.map(({ id }) => id) : undefined,
    latencyMode: wire.latency_mode ?? undefined,
    reconnectWindowSeconds: wire.reconnect_window ?? undefined,
    maxContinuousDurationSeconds: wire.max_continuous_duration ?? undefined,
    test: wire.test ?? undefined,
    audioOnly: wire.audio_only ?? undefined,
  });
}
