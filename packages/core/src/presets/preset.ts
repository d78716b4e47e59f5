import type { PresetName } from "./preset-name.ts";

/** Codecs that travel over RTMP: AVC, AAC and MP3 in FLV, the others by enhanced RTMP. */
export type VideoCodec = "h264" | "hevc" | "av1" | "vp9";
export type AudioCodec = "aac" | "opus" | "mp3";

/** One ingest server of a platform. */
export type PresetServer = {
  /** RTMP(S) URL with the application, without the key and without a slash at the end. */
  readonly url: string;
  readonly label?: string;
  readonly region?: string;
  /** The `url` of the server that this one is the backup of. */
  readonly backupOf?: string;
};

/**
 * What is known of a platform: a record with a source and a date. A fact that nobody has shown is absent.
 *
 * Platforms change without notice, so a preset advises and fills in. It is never a reason to refuse a URL.
 */
export type Preset = {
  readonly name: PresetName;
  /** The platform's name for people. */
  readonly label: string;
  /** The first one is the default. */
  readonly servers: readonly [PresetServer, ...PresetServer[]];
  /** What the platform takes over (enhanced) RTMP. */
  readonly codecs: { readonly video: readonly VideoCodec[]; readonly audio: readonly AudioCodec[] };
  /** The most that the platform takes; kilobits per second, frames per second, lines. */
  readonly limits: {
    readonly videoKbps?: number;
    readonly audioKbps?: number;
    readonly maxFps?: number;
    readonly maxHeight?: number;
  };
  /** Distance of keyframes in seconds. */
  readonly keyframeInterval: { readonly recommended?: number; readonly max?: number };
  /** Source of a regular expression that the platform's keys usually match. */
  readonly streamKeyPattern?: string;
  /** Is a `?` in a key part of the key? */
  readonly keyMayContainQuery: boolean;
  /** Does the platform refuse plain RTMP? */
  readonly rtmpsRequired: boolean;
  /** Must a person start the broadcast after the media has arrived? */
  readonly needsManualGoLive: boolean;
  /** Does the platform refuse a stream without an audio track? */
  readonly requiresAudio?: boolean;
  readonly maxDurationHours?: number;
  /** Hosts of the platform, lower case: `.example.com` stands for every host below it, `a.example.com` for itself. */
  readonly hostSuffixes: readonly string[];
  /** Where a person finds the key. */
  readonly dashboardUrl?: string;
  /** The page or project file that says so. */
  readonly source: string;
  /** The day of the last check, `YYYY-MM-DD`. */
  readonly verifiedAt: string;
};
