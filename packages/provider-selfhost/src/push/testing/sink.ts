import { EventEmitter, once } from "node:events";
import type { MediaMessage } from "../../rtmp/message.ts";
import { createRtmpServer, type RtmpServerOptions } from "../../rtmp/server.ts";
import type { PublishDecision } from "../../rtmp/server-types.ts";

/** What one publisher has brought to a {@link Sink}. */
type Publication = {
  messages: MediaMessage[];
  /** Payload bytes taken. */
  bytes: number;
  /** Why it ended; absent while it goes on. */
  ended?: string;
};

/** A destination over real sockets. */
export type Sink = {
  port: number;
  publications: Publication[];
  /** Resolves when this holds, now or after some message or end. */
  until(isReached: () => boolean): Promise<void>;
  close(): Promise<void>;
};

/** Settings of {@link createSink}. */
export type SinkOptions = {
  tls?: RtmpServerOptions["tls"];
  /** False for a destination that takes the publisher and then never reads. Default true. */
  reads?: boolean;
  /** Refuses publishers with this word. */
  refuse?: "NetStream.Publish.BadName" | "NetStream.Publish.Denied";
  /** Whether messages are kept, or only counted. Default true. */
  keeps?: boolean;
};

/** Opens a destination on a free port of the loopback interface. */
export async function createSink(options: SinkOptions = {}): Promise<Sink> {
  const { tls, reads = true, refuse, keeps = true } = options;
  const publications: Publication[] = [];
  const events = new EventEmitter();
  const server = await createRtmpServer({
    host: "127.0.0.1",
    port: 0,
    ...(tls ? { tls } : {}),
    limits: { closeGraceMs: 50 },
    onPublish: (_request, connection): PublishDecision => {
      if (refuse) return { accept: false, code: refuse, description: "no" };
      const publication: Publication = { messages: [], bytes: 0 };
      publications.push(publication);
      if (!reads) connection.pause();
      return {
        accept: true,
        sink: {
          media(message) {
            publication.bytes += message.payload.length;
            if (keeps) publication.messages.push(message);
            events.emit("change");
          },
          closed(reason) {
            publication.ended = reason;
            events.emit("change");
          },
        },
      };
    },
  });
  return {
    port: server.port,
    publications,
    async until(isReached) {
      while (!isReached()) await once(events, "change");
    },
    close: () => server.close(),
  };
}
