/** Codecs that travel over RTMP: AVC, AAC and MP3 in FLV, the others by enhanced RTMP. */
export type VideoCodec = "h264" | "hevc" | "av1" | "vp9";
export type AudioCodec = "aac" | "opus" | "mp3";

/** What a platform takes, and where that is written. Kept apart from the places: an app that only pushes needs none of it. */
export type PresetFacts = {
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
  /** Does the platform refuse a stream without an audio track? */
  readonly requiresAudio?: boolean;
  readonly maxDurationHours?: number;
  /** Where a person finds the key. */
  readonly dashboardUrl?: string;
  /** The page or project file that says so. */
  readonly source: string;
  /** The day of the last check, `YYYY-MM-DD`. */
  readonly verifiedAt: string;
};
