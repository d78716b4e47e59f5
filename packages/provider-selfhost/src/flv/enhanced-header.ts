import { FlvError } from "./flv-error.ts";

/** What an enhanced tag says ahead of its body. */
export type EnhancedHeader = {
  /** VideoPacketType or AudioPacketType, with ModEx and Multitrack already resolved. */
  packetType: number;
  /** FourCC of the only or the first track, as a big-endian number. */
  fourCc: number;
  /** Track of the packet, 0 without multitrack; the first one where a packet carries several. */
  trackId: number;
  /** A packet that carries several tracks at once. */
  manyTracks: boolean;
};

/** Where the two packet type tables differ. */
export type PacketTypes = { multitrack: number; modEx: number };

const ONE_TRACK = 0;
const MANY_TRACKS_MANY_CODECS = 2;
/** The specification sets no limit; each modifier costs at least three bytes. */
const MAX_MODIFIERS = 16;

/**
 * Reads the header that enhanced audio and video tags share: any number of ModEx modifiers, then
 * an optional multitrack header, then the FourCC.
 *
 * Source: Enhanced RTMP v2, ExVideoTagHeader and ExAudioTagHeader.
 *
 * @param packetType low four bits of the first byte.
 * @throws FlvError `truncated`.
 */
export function readEnhancedHeader(payload: Buffer, packetType: number, types: PacketTypes): EnhancedHeader {
  let at = 1;
  let type = packetType;
  for (let modifiers = 0; type === types.modEx; modifiers += 1) {
    if (modifiers === MAX_MODIFIERS) {
      throw new FlvError("unsupported", `an enhanced tag has more than ${MAX_MODIFIERS} modifiers`);
    }
    let size = byteAt(payload, at) + 1;
    at += 1;
    if (size === 256) {
      size = ((byteAt(payload, at) << 8) | byteAt(payload, at + 1)) + 1;
      at += 2;
    }
    at += size;
    type = byteAt(payload, at) & 0x0f;
    at += 1;
  }

  if (type !== types.multitrack) {
    return { packetType: type, fourCc: fourCcAt(payload, at), trackId: 0, manyTracks: false };
  }
  const kinds = byteAt(payload, at);
  const multitrackType = kinds >> 4;
  const fourCc = fourCcAt(payload, at + 1);
  return {
    packetType: kinds & 0x0f,
    fourCc,
    trackId: byteAt(payload, at + 5),
    manyTracks: multitrackType !== ONE_TRACK && multitrackType <= MANY_TRACKS_MANY_CODECS,
  };
}

function byteAt(payload: Buffer, at: number): number {
  const byte = payload[at];
  if (byte === undefined) throw truncated();
  return byte;
}

function fourCcAt(payload: Buffer, at: number): number {
  if (at + 4 > payload.length) throw truncated();
  return payload.readUInt32BE(at);
}

function truncated(): FlvError {
  return new FlvError("truncated", "an enhanced tag ends inside its header");
}
