import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { waitFor } from "../wait-for.ts";
import type { Behaviour } from "./behaviour.ts";
import { type PublishSession, servePublish, type SessionEvents } from "./publish-session.ts";

/** A small RTMP server of our own that takes publishes and writes down what came. It shares no code with the product. */
export type TinyRtmpSink = AsyncDisposable & {
  /** `rtmp://127.0.0.1:port/live` */
  readonly url: `rtmp://${string}`;
  /** Accepted publishes, oldest first. */
  readonly sessions: PublishSession[];
  /** TCP connections so far. */
  readonly connections: number;
  /** Waits for the publish of this index (default 0, the first). */
  publish(index?: number, deadlineMs?: number): Promise<PublishSession>;
};

/** Listens on 127.0.0.1; default: at a port that the system chooses. */
export async function tinyRtmpSink(
  behaviour: Behaviour = {},
  events: SessionEvents = {},
  port = 0,
): Promise<TinyRtmpSink> {
  const sessions: PublishSession[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const onPublish = (session: PublishSession): void => {
    sessions.push(session);
    events.onPublish?.(session);
  };
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.once("close", () => sockets.delete(socket));
    // A broken connection is the end of its session, which is what the test looks at.
    servePublish(socket, behaviour, { ...events, onPublish }).catch(() => socket.destroy());
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The sink has no port");
  return {
    url: `rtmp://127.0.0.1:${address.port}/live`,
    sessions,
    get connections() {
      return connections;
    },
    publish: (index = 0, deadlineMs) => waitFor(`publish ${index} at the sink`, () => sessions[index], deadlineMs),
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
