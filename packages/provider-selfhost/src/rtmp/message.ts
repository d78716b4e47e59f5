/**
 * The message types that this library knows by name.
 * Source: Adobe RTMP specification 1.0, sections 5.4 and 7.1.
 */
export const MessageType = {
  setChunkSize: 1,
  abort: 2,
  acknowledgement: 3,
  userControl: 4,
  windowAckSize: 5,
  setPeerBandwidth: 6,
  audio: 8,
  video: 9,
  dataAmf3: 15,
  commandAmf3: 17,
  dataAmf0: 18,
  commandAmf0: 20,
} as const;

/** One whole RTMP message, after the chunks were put together. */
export type RtmpMessage = {
  /** One octet; see {@link MessageType}. */
  typeId: number;
  /** Milliseconds, an unsigned 32-bit number that wraps after 49.7 days. */
  timestamp: number;
  /** 0 for the connection itself, otherwise the number that `createStream` returned. */
  messageStreamId: number;
  /** The message's own bytes; never shared with the receive buffer. */
  payload: Buffer;
};

/** The part of an {@link RtmpMessage} that a publisher's audio, video and metadata travel in. */
export type MediaMessage = {
  /** {@link MessageType} `audio`, `video` or `dataAmf0`. */
  typeId: 8 | 9 | 18;
  /** Milliseconds, unsigned 32 bit. */
  timestamp: number;
  /** Byte for byte what the publisher sent: an FLV tag body. */
  payload: Buffer;
};
