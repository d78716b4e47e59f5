/** Video codecs by the name that people use; `unknown` is forwarded like any other. */
export type VideoCodec = "h263" | "screen" | "vp6" | "h264" | "hevc" | "vvc" | "av1" | "vp8" | "vp9" | "unknown";

/** Audio codecs by the name that people use; `unknown` is forwarded like any other. */
export type AudioCodec =
  | "pcm"
  | "adpcm"
  | "mp3"
  | "nellymoser"
  | "g711"
  | "aac"
  | "speex"
  | "opus"
  | "ac3"
  | "eac3"
  | "flac"
  | "unknown";

/**
 * CodecID of a legacy video tag (FLV 10.1, E.4.3.1). 12 and 13 are not in the specification:
 * Chinese CDNs and SRS use them for HEVC and AV1, in the layout of AVC.
 */
export function legacyVideoCodec(codecId: number): VideoCodec {
  switch (codecId) {
    case 2:
      return "h263";
    case 3:
    case 6:
      return "screen";
    case 4:
    case 5:
      return "vp6";
    case 7:
      return "h264";
    case 12:
      return "hevc";
    case 13:
      return "av1";
    default:
      return "unknown";
  }
}

/** SoundFormat of a legacy audio tag (FLV 10.1, E.4.2.1). 13 is Opus by the custom of SRS. */
export function legacyAudioCodec(soundFormat: number): AudioCodec {
  switch (soundFormat) {
    case 0:
    case 3:
      return "pcm";
    case 1:
      return "adpcm";
    case 2:
    case 14:
      return "mp3";
    case 4:
    case 5:
    case 6:
      return "nellymoser";
    case 7:
    case 8:
      return "g711";
    case 10:
      return "aac";
    case 11:
      return "speex";
    case 13:
      return "opus";
    default:
      return "unknown";
  }
}

const videoFourCcs: ReadonlyMap<number, VideoCodec> = new Map([
  [fourCc("avc1"), "h264"],
  [fourCc("hvc1"), "hevc"],
  [fourCc("vvc1"), "vvc"],
  [fourCc("av01"), "av1"],
  [fourCc("vp08"), "vp8"],
  [fourCc("vp09"), "vp9"],
]);

const audioFourCcs: ReadonlyMap<number, AudioCodec> = new Map([
  [fourCc("mp4a"), "aac"],
  [fourCc("Opus"), "opus"],
  [fourCc("fLaC"), "flac"],
  [fourCc("ac-3"), "ac3"],
  [fourCc("ec-3"), "eac3"],
  [fourCc(".mp3"), "mp3"],
]);

/** FourCC of an enhanced video tag (Enhanced RTMP v2, VideoFourCc), as a big-endian number. */
export function enhancedVideoCodec(code: number): VideoCodec {
  return videoFourCcs.get(code) ?? "unknown";
}

/** FourCC of an enhanced audio tag (Enhanced RTMP v2, AudioFourCc), as a big-endian number. */
export function enhancedAudioCodec(code: number): AudioCodec {
  return audioFourCcs.get(code) ?? "unknown";
}

function fourCc(text: string): number {
  return Buffer.from(text, "latin1").readUInt32BE();
}

/**
 * The FourCCs of Enhanced RTMP to announce for a stream with these codecs; none for a stream that
 * every server has always taken.
 */
export function fourCcsOf({ video, audio }: { readonly video?: VideoCodec; readonly audio?: AudioCodec }): string[] {
  return [...fourCcsBut("h264", video, videoFourCcs), ...fourCcsBut("aac", audio, audioFourCcs)];
}

function fourCcsBut(legacy: string, codec: string | undefined, table: ReadonlyMap<number, string>): string[] {
  if (codec === legacy) return [];
  return [...table].filter(([, name]) => name === codec).map(([code]) => fourCcText(code));
}

function fourCcText(code: number): string {
  const text = Buffer.alloc(4);
  text.writeUInt32BE(code);
  return text.toString("latin1");
}
