import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** Where connections go: a port of the host, or nowhere now. */
export type Way = { host?: string; port: number } | undefined;

/** A port of 127.0.0.1 that leads elsewhere, and that can be broken. */
export type TcpLink = AsyncDisposable & {
  readonly port: number;
  /** Cuts all connections and takes no more until `restore`. */
  cut(): void;
  restore(): void;
  /**
   * Holds back what one connection sends to the far side for so long, from a word on: on the first one that sends this
   * word after it has sent the other. Resolves when it has been let go.
   */
  holdAt(word: string, after: string, ms: number): Promise<void>;
};

export type TcpLinkOptions = {
  /** Decides for each connection; without a way, or where nothing listens, it is closed. */
  way: () => Way | Promise<Way>;
  /** Default: one that the system chooses. */
  port?: number;
};

/** `on`: the connection that is to be held. */
type Trap = { word: string; after: string; ms: number; sprung: () => void; on?: Socket };

/** Opens one. */
export async function tcpLink({ way, port = 0 }: TcpLinkOptions): Promise<TcpLink> {
  const sockets = new Set<Socket>();
  let isCut = false;
  let trap: Trap | undefined;

  const follow = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.setNoDelay(true);
    // Whoever is at the other side hears of it.
    socket.on("error", () => undefined);
    return socket.once("close", () => sockets.delete(socket));
  };
  const lead = async (near: Socket): Promise<void> => {
    const to = isCut ? undefined : await way();
    if (to === undefined || near.destroyed) return void near.destroy();
    const far = follow(connect(to.port, to.host ?? "127.0.0.1"));
    near.once("close", () => far.destroy());
    far.once("close", () => near.destroy());
    far.pipe(near, { end: false });
    let held: Buffer[] | undefined;
    const hold = ({ ms, sprung }: Trap): void => {
      trap = undefined;
      held = [];
      setTimeout(() => {
        for (const waiting of held ?? []) far.write(waiting);
        held = undefined;
        sprung();
      }, ms);
    };
    near.on("data", (chunk: Buffer) => {
      if (trap?.on === near && chunk.includes(trap.word)) hold(trap);
      else if (trap && !trap.on && chunk.includes(trap.after)) trap.on = near;
      if (held) held.push(chunk);
      else if (!far.write(chunk)) {
        near.pause();
        far.once("drain", () => near.resume());
      }
    });
    near.once("end", () => far.end());
    far.once("end", () => near.end());
  };

  const server = createServer((near) => {
    follow(near);
    lead(near).catch(() => near.destroy());
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The link has no port");
  const cutAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    cut: () => {
      isCut = true;
      cutAll();
    },
    restore: () => {
      isCut = false;
    },
    holdAt: (word, after, ms) =>
      new Promise((sprung) => {
        trap = { word, after, ms, sprung };
      }),
    [Symbol.asyncDispose]: async () => {
      server.close();
      cutAll();
      await once(server, "close");
    },
  };
}
