import type { Notice, Source, Stream } from "@polycast/core/provider";
import { mapStreamStatus } from "./map-status.ts";
import { mapTarget } from "./map-target.ts";
import { streamReference } from "./marks.ts";
import { playbackOf } from "./playback.ts";
import type { WireStream } from "./wire/live-stream.ts";

/**
 * The model's view of a stream that was read, with its targets. Without a session: Mux names the asset of the running
 * one, but not since when it runs.
 */
export function mapStream(wire: WireStream, read: { observedAt: string; source?: Source }): Stream {
  const { observedAt, source = "api" } = read;
  const targets = wire.simulcast_targets ?? [];
  const words = targets.map(({ status }) => status);
  const playback = playbackOf(wire);
  const reference = streamReference(wire.passthrough);
  const createdAt = readUnixSeconds(wire.created_at);
  const metadata = metadataOf(wire);
  return {
    id: wire.id,
    provider: "mux",
    name: wire.meta?.title || wire.id,
    enabled: wire.status !== "disabled",
    status: mapStreamStatus(wire.status, words, { source, observedAt }),
    ...(playback.length === 0 ? {} : { playback }),
    targets: targets.map((target) => mapTarget(target, { streamId: wire.id, observedAt, source })),
    notices: noticesOf(wire),
    ...(reference === undefined ? {} : { reference }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(Object.keys(metadata).length === 0 ? {} : { providerMetadata: { mux: metadata } }),
  };
}

/** A time in seconds since 1970, written as text or as a number. */
export function readUnixSeconds(seconds: string | number | null | undefined): string | undefined {
  const value =
    typeof seconds === "string" && !/^\d{1,12}$/u.test(seconds) ? Number.NaN : Number(seconds ?? Number.NaN);
  const time = new Date(value * 1000);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
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
  const facts = {
    activeAssetId: wire.active_asset_id,
    recentAssetIds: wire.recent_asset_ids?.length ? wire.recent_asset_ids : undefined,
    activeIngestProtocol: wire.active_ingest_protocol,
    playbackIds: wire.playback_ids?.length ? wire.playback_ids.map(({ id }) => id) : undefined,
    latencyMode: wire.latency_mode,
    reconnectWindowSeconds: wire.reconnect_window,
    maxContinuousDurationSeconds: wire.max_continuous_duration,
    test: wire.test,
    audioOnly: wire.audio_only,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== null));
}
