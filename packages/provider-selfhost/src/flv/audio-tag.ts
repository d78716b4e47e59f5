import { type AudioCodec, enhancedAudioCodec, legacyAudioCodec } from "./codec.ts";
import { readEnhancedHeader } from "./enhanced-header.ts";
import { FlvError } from "./flv-error.ts";

/** What the relay has to know of an audio message; the payload stays untouched. */
export type AudioTag = {
  codec: AudioCodec;
  /** Set-up that a decoder needs ahead of coded audio: sequence start, or channel layout. */
  isSequenceHeader: boolean;
  /** Carries audio, unlike set-up and end of sequence. */
  isCoded: boolean;
  /** Track of enhanced multitrack, 0 without it; the first track where a packet carries several. */
  trackId: number;
  /** Set-up with the same slot replaces the earlier one; empty when this is no set-up. */
  headerSlot: string;
};

const SOUND_FORMAT_EX_HEADER = 9;
const SOUND_FORMAT_AAC = 10;
const PacketType = {
  sequenceStart: 0,
  codedFrames: 1,
  multichannelConfig: 4,
  multitrack: 5,
  modEx: 7,
} as const;

/**
 * Classifies the payload of an RTMP audio message or FLV audio tag without copying it.
 *
 * Sources: Adobe FLV 10.1, E.4.2; Enhanced RTMP v2, ExAudioTagHeader.
 *
 * @throws FlvError `truncated` when the payload ends inside its header.
 */
export function readAudioTag(payload: Buffer): AudioTag {
  const first = payload[0];
  if (first === undefined) throw new FlvError("truncated", "an audio tag is empty");
  const soundFormat = first >> 4;
  if (soundFormat === SOUND_FORMAT_EX_HEADER) return enhancedTag(first, payload);

  const codec = legacyAudioCodec(soundFormat);
  if (soundFormat !== SOUND_FORMAT_AAC) return tag(codec, "coded", 0, "");
  const packetType = payload[1];
  if (packetType === undefined) {
    throw new FlvError("truncated", "an AAC tag ends before its packet type");
  }
  return packetType === 0 ? tag(codec, "header", 0, "audio:0:config") : tag(codec, "coded", 0, "");
}

function enhancedTag(first: number, payload: Buffer): AudioTag {
  const header = readEnhancedHeader(payload, first & 0x0f, PacketType);
  const codec = enhancedAudioCodec(header.fourCc);
  const track = header.manyTracks ? `${header.trackId}+` : `${header.trackId}`;
  switch (header.packetType) {
    case PacketType.sequenceStart:
      return tag(codec, "header", header.trackId, `audio:${track}:config`);
    case PacketType.multichannelConfig:
      return tag(codec, "header", header.trackId, `audio:${track}:channels`);
    case PacketType.codedFrames:
      return tag(codec, "coded", header.trackId, "");
    default:
      return tag(codec, "other", header.trackId, "");
  }
}

function tag(codec: AudioCodec, kind: "header" | "coded" | "other", trackId: number, headerSlot: string): AudioTag {
  return {
    codec,
    isSequenceHeader: kind === "header",
    isCoded: kind === "coded",
    trackId,
    headerSlot,
  };
}
