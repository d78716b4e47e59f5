/** How a sink behaves; with nothing set, well. */
export type Behaviour = {
  /** The message stream id with which it answers createStream. Default 1. */
  messageStreamId?: number;
  /** Refuses every publish with this status code, e.g. `NetStream.Publish.BadName`, and closes. */
  refuseWith?: string;
  /** Stops reading, without closing, once it has accepted a publish. */
  stopReadingAfterPublish?: boolean;
  /** Reads media no faster than this. */
  bytesPerSecond?: number;
  /** Sends a TCP reset this long after it accepted a publish. */
  resetAfterMs?: number;
};
