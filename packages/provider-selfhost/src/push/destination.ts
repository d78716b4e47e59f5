/** Where and as what a target is published. Holds the stream key: it is dialled, never shown. */
export type PushDestination = {
  protocol: "rtmp" | "rtmps";
  host: string;
  port: number;
  app: string;
  /** What `connect` names as the server's URL, without the stream key. */
  tcUrl: string;
  streamKey: string;
  /** Codecs that the destination takes; absent means that nothing is known against any. */
  acceptedVideoCodecs?: readonly string[];
  acceptedAudioCodecs?: readonly string[];
};

/** Do both lead to the same place with the same key, so that a connection may stay? */
export function isSamePlace(a: PushDestination, b: PushDestination): boolean {
  return (
    a.protocol === b.protocol &&
    a.host === b.host &&
    a.port === b.port &&
    a.app === b.app &&
    a.tcUrl === b.tcUrl &&
    a.streamKey === b.streamKey
  );
}
