import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { Secret } from "@polycast/core/provider";
import { onTestFinished } from "vitest";

/** A TCP proxy before a database, to break connections with. */
export type DatabaseProxy = {
  /** The URL of the database, through the proxy. */
  url: Secret<string>;
  /** Cuts all connections and takes no more until `restore`. */
  cut(): void;
  restore(): void;
  /**
   * Waits for the next connection on which this word is sent, and cuts it before the word arrives, or before its answer
   * does; or lets nothing pass from then on, without a word.
   */
  breakAt(word: string, how: Break): void;
};

type Break = "before" | "after" | "silently";

/** Starts a proxy that ends with the test. */
export async function databaseProxy(target: Secret<string>): Promise<DatabaseProxy> {
  const url = new URL(target.reveal());
  const port = Number(url.port || 5432);
  const host = url.hostname;
  const sockets = new Set<Socket>();
  let broken = false;
  let trap: { word: string; how: Break } | undefined;

  const follow = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
  };

  const server = createServer((client) => {
    follow(client);
    if (broken) {
      client.destroy();
      return;
    }
    const upstream = connect(port, host);
    follow(upstream);
    let state: "whole" | Break = "whole";
    client.on("data", (chunk) => {
      if (trap !== undefined && chunk.includes(trap.word)) {
        state = trap.how;
        trap = undefined;
      }
      if (state === "before") client.destroy();
      else if (state !== "silently") upstream.write(chunk);
    });
    upstream.on("data", (chunk) => {
      if (state === "whole") client.write(chunk);
      else if (state === "after") client.destroy();
    });
    client.once("close", () => upstream.end());
    upstream.once("close", () => client.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cutAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(() => {
    server.close();
    cutAll();
  });

  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.");
  const through = new URL(url);
  through.hostname = "127.0.0.1";
  through.port = String(address.port);
  return {
    url: new Secret(through.href),
    cut() {
      broken = true;
      cutAll();
    },
    restore() {
      broken = false;
    },
    breakAt(word, how) {
      trap = { word, how };
    },
  };
}
