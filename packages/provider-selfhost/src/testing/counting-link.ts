import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { Changes } from "./deadline.ts";

/** What one sender has brought. */
export type LinkConnection = { bytes: number; isClosed: boolean };

/** Leads to a port of the loopback interface, and counts what comes by. */
export class CountingLink implements AsyncDisposable {
  readonly connections: LinkConnection[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #near: Socket[] = [];
  readonly #changes = new Changes();

  private constructor(port: number) {
    this.#server = createServer((near) => this.#accept(near, port));
  }

  static async open(port: number): Promise<CountingLink> {
    const link = new CountingLink(port);
    link.#server.listen(0, "127.0.0.1");
    await once(link.#server, "listening");
    return link;
  }

  /** Where to push to. */
  get url(): `rtmp://${string}` {
    const address = this.#server.address();
    if (address === null || typeof address === "string") throw new Error("the link has no port");
    return `rtmp://127.0.0.1:${address.port}/app`;
  }

  /** Reads nothing of this sender until it is told to. */
  pause(index: number): void {
    this.#near[index]?.pause();
  }

  resume(index: number): void {
    this.#near[index]?.resume();
  }

  /** Resolves when this holds, now or later. */
  until<T>(what: string, check: () => T | undefined | false): Promise<T> {
    return this.#changes.until(what, check);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  #accept(near: Socket, port: number): void {
    const connection: LinkConnection = { bytes: 0, isClosed: false };
    this.connections.push(connection);
    this.#near.push(near);
    const far = connect({ host: "127.0.0.1", port, noDelay: true });
    for (const socket of [near, far]) this.#sockets.add(socket.on("error", () => undefined));
    near.on("data", (bytes: Buffer) => {
      connection.bytes += bytes.length;
      far.write(bytes);
      this.#changes.tell();
    });
    near.on("close", () => {
      connection.isClosed = true;
      far.destroy();
      this.#changes.tell();
    });
    far.on("data", (bytes: Buffer) => near.write(bytes));
    far.on("close", () => near.destroy());
  }
}
