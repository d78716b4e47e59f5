import { decodeCommand } from "./command.ts";
import type { Command, StatusInfo } from "./command.ts";
import { readConnectRequest } from "./connect-request.ts";
import type { RtmpConnection } from "./connection.ts";
import type { RtmpMessage } from "./message.ts";
import { RtmpProtocolError } from "./protocol-error.ts";
import { acceptConnect, announceFcPublish, replyError, replyResult } from "./server-replies.ts";
import type { ConnectFacts } from "./server-types.ts";

/** What a publisher's commands lead to. */
export type CommandActions = {
  publish(app: string, facts: ConnectFacts, streamName: string, messageStreamId: number): void;
  unpublish(): void;
  /** Sends the status and ends the connection. */
  refuse(messageStreamId: number, info: StatusInfo): void;
};

const MAX_MESSAGE_STREAMS = 16;

/** Understands the commands of one peer: `connect` first, then those of a publisher. */
export class ServerCommands {
  readonly #connection: RtmpConnection;
  readonly #actions: CommandActions;
  #connected: { app: string; facts: ConnectFacts } | undefined;
  #messageStreams = 0;

  constructor(connection: RtmpConnection, actions: CommandActions) {
    this.#connection = connection;
    this.#actions = actions;
  }

  /** @throws RtmpProtocolError for a malformed command, or one at the wrong time. */
  handle(message: RtmpMessage): void {
    const command = decodeCommand(message);
    if (command.name === "connect") this.#connect(command);
    else if (this.#connected === undefined) {
      throw new RtmpProtocolError("bad_command", "the first command is not connect");
    } else this.#handleConnected(command, message.messageStreamId, this.#connected);
  }

  #connect(command: Command): void {
    if (this.#connected !== undefined) {
      throw new RtmpProtocolError("bad_command", "a second connect");
    }
    this.#connected = readConnectRequest(command);
    acceptConnect(this.#connection, command.transactionId, this.#connected.facts);
  }

  #handleConnected(
    command: Command,
    messageStreamId: number,
    { app, facts }: { app: string; facts: ConnectFacts },
  ): void {
    const streamName = command.args[0];
    switch (command.name) {
      case "releaseStream":
        return replyResult(this.#connection, command.transactionId, undefined);
      case "FCPublish":
        replyResult(this.#connection, command.transactionId, undefined);
        return announceFcPublish(this.#connection);
      case "createStream":
        return this.#createStream(command.transactionId);
      case "publish":
        if (typeof streamName === "string" && streamName !== "") {
          return this.#actions.publish(app, facts, streamName, messageStreamId);
        }
        return this.#actions.refuse(messageStreamId, {
          level: "error",
          code: "NetStream.Publish.BadName",
          description: "The stream key is missing.",
        });
      case "FCUnpublish":
      case "deleteStream":
      case "closeStream":
        return this.#actions.unpublish();
      case "play":
      case "play2":
        return this.#actions.refuse(messageStreamId, {
          level: "error",
          code: "NetStream.Play.Failed",
          description: "This server only takes publishers.",
        });
      default:
      // Encoders send calls of their own too; an unknown one changes nothing.
    }
  }

  #createStream(transactionId: number): void {
    if (this.#messageStreams >= MAX_MESSAGE_STREAMS) {
      return replyError(this.#connection, transactionId);
    }
    this.#messageStreams += 1;
    replyResult(this.#connection, transactionId, this.#messageStreams);
  }
}
