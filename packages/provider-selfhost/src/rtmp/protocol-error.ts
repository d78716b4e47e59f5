/**
 * What a peer did wrong:
 * - `bad_version`: the first byte is not RTMP version 3 (often HTTP or TLS on the wrong port);
 * - `bad_chunk`: a chunk header that no state allows;
 * - `bad_control`: a protocol control message with an impossible value;
 * - `bad_amf`: data that is not AMF0;
 * - `bad_command`: a command that is malformed or comes at the wrong time;
 * - `message_too_large`, `too_many_chunk_streams`, `buffer_limit`: a limit of ours;
 * - `peer_not_reading`: our answers pile up unread;
 * - `timeout`: what had to come did not come in time.
 */
export type RtmpProtocolErrorCode =
  | "bad_version"
  | "bad_chunk"
  | "bad_control"
  | "bad_amf"
  | "bad_command"
  | "message_too_large"
  | "too_many_chunk_streams"
  | "buffer_limit"
  | "peer_not_reading"
  | "timeout";

/** A peer broke the protocol or a limit. The message never holds payload that the peer sent. */
export class RtmpProtocolError extends Error {
  readonly code: RtmpProtocolErrorCode;

  constructor(code: RtmpProtocolErrorCode, message: string) {
    super(message);
    this.name = "RtmpProtocolError";
    this.code = code;
  }
}
