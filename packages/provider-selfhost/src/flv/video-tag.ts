import { enhancedVideoCodec, legacyVideoCodec, type VideoCodec } from "./codec.ts";
import { readEnhancedHeader } from "./enhanced-header.ts";
import { FlvError } from "./flv-error.ts";

/** What the relay has to know of a video message; the payload stays untouched. */
export type VideoTag = {
  codec: VideoCodec;
  /** A coded picture from which decoding can begin. */
  isKeyframe: boolean;
  /** Set-up that a decoder needs ahead of coded pictures: sequence start, or colour metadata. */
  isSequenceHeader: boolean;
  /** Carries pictures, unlike set-up, end of sequence and commands. */
  isCoded: boolean;
  /** Track of enhanced multitrack, 0 without it; the first track where a packet carries several. */
  trackId: number;
  /** Set-up with the same slot replaces the earlier one; empty when this is no set-up. */
  headerSlot: string;
};

const EX_HEADER = 0x80;
const FRAME_KEY = 1;
const FRAME_GENERATED_KEY = 4;
const FRAME_COMMAND = 5;
const PacketType = {
  sequenceStart: 0,
  codedFrames: 1,
  codedFramesX: 3,
  metadata: 4,
  mpeg2TsSequenceStart: 5,
  multitrack: 6,
  modEx: 7,
} as const;

/**
 * Classifies the payload of an RTMP video message or FLV video tag without copying it.
 *
 * Sources: Adobe FLV 10.1, E.4.3; Enhanced RTMP v2, ExVideoTagHeader.
 *
 * @throws FlvError `truncated` when the payload ends inside its header.
 */
export function readVideoTag(payload: Buffer): VideoTag {
  const first = payload[0];
  if (first === undefined) throw new FlvError("truncated", "a video tag is empty");
  return (first & EX_HEADER) === 0 ? legacyTag(first, payload) : enhancedTag(first, payload);
}

function legacyTag(first: number, payload: Buffer): VideoTag {
  const frameType = first >> 4;
  const codec = legacyVideoCodec(first & 0x0f);
  const isKey = frameType === FRAME_KEY || frameType === FRAME_GENERATED_KEY;
  if (frameType === FRAME_COMMAND) return tag(codec, "other", false, 0, "");
  if (codec !== "h264" && codec !== "hevc" && codec !== "av1") {
    return tag(codec, "coded", isKey, 0, "");
  }
  switch (payload[1]) {
    case undefined:
      throw new FlvError("truncated", "a video tag ends before its packet type");
    case 0:
      return tag(codec, "header", false, 0, "video:0:config");
    case 1:
      return tag(codec, "coded", isKey, 0, "");
    default:
      return tag(codec, "other", false, 0, "");
  }
}

function enhancedTag(first: number, payload: Buffer): VideoTag {
  const frameType = (first >> 4) & 0x07;
  // A command has one byte of its own in place of the FourCC (unless it is metadata).
  if (frameType === FRAME_COMMAND && (first & 0x0f) !== PacketType.metadata) {
    return tag("unknown", "other", false, 0, "");
  }
  const header = readEnhancedHeader(payload, first & 0x0f, PacketType);
  const codec = enhancedVideoCodec(header.fourCc);
  const track = header.manyTracks ? `${header.trackId}+` : `${header.trackId}`;
  switch (header.packetType) {
    case PacketType.sequenceStart:
    case PacketType.mpeg2TsSequenceStart:
      return tag(codec, "header", false, header.trackId, `video:${track}:config`);
    case PacketType.metadata:
      return tag(codec, "header", false, header.trackId, `video:${track}:metadata`);
    case PacketType.codedFrames:
    case PacketType.codedFramesX: {
      const isKey = frameType === FRAME_KEY || frameType === FRAME_GENERATED_KEY;
      return tag(codec, "coded", isKey, header.trackId, "");
    }
    default:
      return tag(codec, "other", false, header.trackId, "");
  }
}

function tag(
  codec: VideoCodec,
  kind: "header" | "coded" | "other",
  isKeyframe: boolean,
  trackId: number,
  headerSlot: string,
): VideoTag {
  return {
    codec,
    isKeyframe,
    isSequenceHeader: kind === "header",
    isCoded: kind === "coded",
    trackId,
    headerSlot,
  };
}
