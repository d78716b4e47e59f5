import { once } from "node:events";
import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { type Frame, toFrame } from "../frames.ts";
import { decodeAmf0 } from "./amf0.ts";
import type { Behaviour } from "./behaviour.ts";
import { byteReader } from "./byte-reader.ts";
import { readMessages } from "./chunk-reader.ts";
import { acceptHandshake } from "./handshake.ts";
import { ACKNOWLEDGEMENT, AUDIO, COMMAND, DATA, type Message, VIDEO, WINDOW_SIZE } from "./message.ts";
import { sender } from "./sender.ts";

/** One connection to the sink whose publish was accepted. */
export type PublishSession = {
  app: string;
  streamName: string;
  /** Media messages as they came, with the timestamps of the wire. */
  frames: Frame[];
  /** Names of the commands received, in order. */
  commands: string[];
  /** Message stream ids that media carried. */
  messageStreamIds: Set<number>;
  closed: boolean;
};

export type SessionEvents = {
  onPublish?: (session: PublishSession) => void;
  /** Called at once for each media message. */
  onFrame?: (frame: Frame, session: PublishSession) => void;
};

const WINDOW = 1_000_000;
const PACE_MS = 20;

/** Serves one connection until it ends; rejects when the peer breaks it off, or the protocol. */
export async function servePublish(socket: Socket, behaviour: Behaviour, events: SessionEvents): Promise<void> {
  const { messageStreamId = 1, bytesPerSecond = Infinity, refuseWith, resetAfterMs } = behaviour;
  const bytes = byteReader(socket);
  const send = sender(socket);
  const session = newSession();
  let acknowledged = 0;
  let publishedAt: number | undefined;
  let mediaBytes = 0;

  const onCommand = ({ payload }: Message): void => {
    const [name, transaction, details, streamName] = decodeAmf0(payload);
    if (typeof name !== "string" || typeof transaction !== "number") throw new Error("A command without a name");
    session.commands.push(name);
    if (name === "connect") {
      session.app = stringOf(details !== null && typeof details === "object" ? details["app"] : undefined);
      send.control(WINDOW_SIZE, WINDOW);
      send.command(0, "_result", transaction, null, { level: "status", code: "NetConnection.Connect.Success" });
    } else if (name === "createStream") {
      send.command(0, "_result", transaction, null, messageStreamId);
    } else if (name === "publish") {
      session.streamName = stringOf(streamName);
      const level = refuseWith === undefined ? "status" : "error";
      send.command(messageStreamId, "onStatus", 0, null, { level, code: refuseWith ?? "NetStream.Publish.Start" });
      if (refuseWith !== undefined) return void socket.end();
      publishedAt = performance.now();
      if (resetAfterMs !== undefined) setTimeout(() => socket.resetAndDestroy(), resetAfterMs);
      events.onPublish?.(session);
    }
  };
  const onMedia = async ({ typeId, streamId, timestamp, payload }: Message): Promise<void> => {
    const { body: _, ...frame } = toFrame(typeId, timestamp, payload);
    session.frames.push(frame);
    session.messageStreamIds.add(streamId);
    events.onFrame?.(frame, session);
    mediaBytes += payload.length;
    const behind = (): boolean => mediaBytes > ((performance.now() - (publishedAt ?? 0)) / 1000) * bytesPerSecond;
    while (behind() && !socket.destroyed) await delay(PACE_MS);
  };

  socket.once("close", () => (session.closed = true));
  await acceptHandshake(socket, bytes);
  for await (const message of readMessages(bytes)) {
    if (message.typeId === COMMAND) onCommand(message);
    if (message.typeId === AUDIO || message.typeId === VIDEO || message.typeId === DATA) await onMedia(message);
    if (socket.bytesRead - acknowledged > WINDOW) {
      acknowledged = socket.bytesRead;
      send.control(ACKNOWLEDGEMENT, acknowledged % 2 ** 32);
    }
    if (publishedAt !== undefined && behaviour.stopReadingAfterPublish === true) break;
  }
  if (!socket.destroyed) await once(socket, "close");
}

function newSession(): PublishSession {
  return { app: "", streamName: "", frames: [], commands: [], messageStreamIds: new Set(), closed: false };
}

function stringOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
