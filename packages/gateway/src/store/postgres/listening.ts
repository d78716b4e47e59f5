import type { Client } from "pg";
import { type Channel, channels } from "../access.ts";
import { type PostgresFailure, toFailure } from "./failure.ts";
import { wireName } from "./session.ts";

/** Milliseconds before a lost connection is made again: at first, and at most. A random part of it is added. */
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

export type ListeningOptions = {
  /** Makes a client that is not connected. */
  client: () => Client;
  /** Milliseconds between looks whether the connection still stands. */
  keepaliveMs: number;
  /** Hears what was told in any process; without a payload when some may have been missed. */
  hear: (channel: Channel, payload?: string) => void;
  /** Called when the connection was lost, with the reason. */
  onLost: (failure: PostgresFailure) => void;
};

/** A connection that hears what processes on the same database tell. */
export type Listening = {
  /** Milliseconds for which there has been no connection; 0 while there is one. */
  lostForMs(): number;
  close(): Promise<void>;
};

const byWireName = new Map(channels.map((channel) => [wireName(channel), channel]));
const LISTEN = channels.map((channel) => `LISTEN "${wireName(channel)}"`).join("; ");

/**
 * Connects and listens; from then on the connection is made again whenever it is lost.
 *
 * @throws PostgresFailure when it cannot connect at first
 */
export async function startListening({
  client: create,
  keepaliveMs,
  hear,
  onLost,
}: ListeningOptions): Promise<Listening> {
  let current: Client | undefined;
  let lostAt: number | undefined;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const client = create();
    client.on("notification", ({ channel, payload = "" }) => {
      const known = byWireName.get(channel);
      if (known) hear(known, payload);
    });
    client.once("end", () => lose(client, "the connection has ended"));
    client.once("error", (error) => lose(client, error));
    try {
      await client.connect();
      await client.query(LISTEN);
    } catch (error) {
      void end(client);
      throw toFailure(error);
    }
    if (closed) return end(client);
    current = client;
    lostAt = undefined;
    keepAlive(client);
  };

  const keepAlive = (client: Client): void => {
    timer = setTimeout(() => {
      client.query("select 1").then(
        () => client === current && keepAlive(client),
        (error: unknown) => lose(client, error),
      );
    }, keepaliveMs);
  };

  const lose = (client: Client, reason: unknown): void => {
    if (closed || client !== current) return;
    current = undefined;
    lostAt = performance.now();
    clearTimeout(timer);
    onLost(toFailure(reason));
    void end(client);
    reconnect(FIRST_PAUSE_MS);
  };

  const reconnect = (pauseMs: number): void => {
    if (closed) return;
    const again = (): void => {
      connect().then(
        () => current && hearAll(),
        () => reconnect(Math.min(pauseMs * 2, LONGEST_PAUSE_MS)),
      );
    };
    timer = setTimeout(again, pauseMs * (1 + Math.random()));
  };

  /** Nobody knows what was told meanwhile. */
  const hearAll = (): void => {
    for (const channel of channels) hear(channel);
  };

  await connect();
  return {
    lostForMs: () => (lostAt === undefined ? 0 : performance.now() - lostAt),
    async close() {
      closed = true;
      clearTimeout(timer);
      if (current) await end(current);
    },
  };
}

async function end(client: Client): Promise<void> {
  await client.end().catch(() => undefined);
}
