import type { Clock } from "../kernel/types.ts";
import { createTimers, type Timers } from "../kernel/timers.ts";
import { newId, newSrtPassphrase, newStreamKey } from "./ids.ts";
import { notFound } from "./errors.ts";
import type { CreateStreamRequest, CreateTargetRequest, PlaybackPolicy } from "./requests.ts";

export type MuxTarget = {
  readonly id: string;
  readonly url: string;
  readonly streamKey: string | undefined;
  readonly passthrough: string | undefined;
  status: "idle" | "starting" | "broadcasting" | "errored";
  severity: "normal" | "fatal" | undefined;
  /** What its destination is doing to it. */
  broken: "temporary" | "permanent" | undefined;
  /** No more attempts while this asset is made. */
  fatalForAsset: string | undefined;
};

export type MuxPlaybackId = { id: string; policy: PlaybackPolicy; drm_configuration_id?: string };

/**
 * Where the encoder is: `away` inside the reconnect window, `ending` when the stream was completed and the connection is
 * not closed yet.
 */
export type Phase = "off" | "connected" | "recording" | "active" | "away" | "ending";

export type MuxStream = {
  readonly id: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
  /** What the API says; the encoder's own state is `phase`. */
  status: "idle" | "active" | "disabled";
  phase: Phase;
  streamKey: string;
  readonly srtPassphrase: string;
  /** The fields that creation and PATCH set, with their defaults. */
  fields: Omit<CreateStreamRequest, "simulcast_targets" | "playback_policies" | "advanced_playback_policies"> & {
    latency_mode: "low" | "reduced" | "standard";
    max_continuous_duration: number;
  };
  playbackIds: MuxPlaybackId[];
  targets: MuxTarget[];
  assetId: string | undefined;
  recentAssetIds: string[];
  protocol: "rtmp" | "srt" | undefined;
  /** End with the encoder's connection. */
  readonly connection: Timers;
  /** End with the session. */
  readonly session: Timers;
};

export type MuxStore = {
  streams: Map<string, MuxStream>;
  /** @throws MuxProblem 404 */
  stream(id: string): MuxStream;
  /** @throws MuxProblem 404 */
  target(stream: MuxStream, id: string): MuxTarget;
  add(request: CreateStreamRequest): MuxStream;
  clear(): void;
};

export function createMuxStore(clock: Clock): MuxStore {
  const streams = new Map<string, MuxStream>();
  return {
    streams,
    stream(id) {
      const stream = streams.get(id);
      if (!stream) throw notFound();
      return stream;
    },
    target(stream, id) {
      const target = stream.targets.find((one) => one.id === id);
      if (!target) throw notFound();
      return target;
    },
    add(request) {
      const stream = newStream(request, clock);
      streams.set(stream.id, stream);
      return stream;
    },
    clear() {
      for (const { connection, session } of streams.values()) {
        connection.clear();
        session.clear();
      }
      streams.clear();
    },
  };
}

export function newTarget({ url, stream_key, passthrough }: CreateTargetRequest): MuxTarget {
  const atRest = { status: "idle", severity: undefined, broken: undefined, fatalForAsset: undefined } as const;
  return { id: newId(), url, streamKey: stream_key, passthrough, ...atRest };
}

export function newPlaybackId(policy: PlaybackPolicy, drmConfigurationId?: string): MuxPlaybackId {
  return {
    id: newId(),
    policy,
    ...(drmConfigurationId === undefined ? {} : { drm_configuration_id: drmConfigurationId }),
  };
}

/**
 * How long the stream waits for its encoder, in seconds. Without a word about it 60, with reduced or low latency 0; that
 * this goes on following a latency mode which PATCH changes is assumed.
 */
export function reconnectWindowOf({ latency_mode, reconnect_window }: MuxStream["fields"]): number {
  return reconnect_window ?? (latency_mode === "standard" ? 60 : 0);
}

function newStream(request: CreateStreamRequest, clock: Clock): MuxStream {
  const { simulcast_targets = [], playback_policies = [], advanced_playback_policies = [], ...given } = request;
  return {
    id: newId(),
    createdAt: Math.floor(clock.now() / 1000),
    status: "idle",
    phase: "off",
    streamKey: newStreamKey(),
    srtPassphrase: newSrtPassphrase(),
    fields: {
      ...given,
      latency_mode: given.latency_mode ?? "standard",
      max_continuous_duration: given.max_continuous_duration ?? 43_200,
    },
    playbackIds: [
      ...playback_policies.map((policy) => newPlaybackId(policy)),
      ...advanced_playback_policies.map((one) => newPlaybackId(one.policy ?? "public", one.drm_configuration_id)),
    ],
    targets: simulcast_targets.map(newTarget),
    assetId: undefined,
    recentAssetIds: [],
    protocol: undefined,
    connection: createTimers(clock),
    session: createTimers(clock),
  };
}
