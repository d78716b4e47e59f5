import { isAmfObject } from "./amf0-value.ts";
import type { AmfObject, AmfValue } from "./amf0-value.ts";
import type { PublisherOptions } from "./client-options.ts";
import type { Command } from "./command.ts";
import { RtmpConnectError } from "./connect-error.ts";
import type { ConnectStage } from "./connect-error.ts";
import type { RtmpConnection } from "./connection.ts";
import type { Scrubber } from "./scrub.ts";

/** Our calls, by the transaction id under which the server answers. */
const Call = { connect: 1, releaseStream: 2, fcPublish: 3, createStream: 4, publish: 5 } as const;
const WINDOW = 2_500_000;
const FLASH_VERSION = "FMLE/3.0 (compatible; Polycast)";
/** Codes that mean failure even where a server calls them a mere status. */
const FAILURE_CODE = /\.(?:BadName|Denied|Rejected|Failed|InvalidApp|Unauthorized)$/;
const CLOSED_CODE = /^(?:NetStream\.Unpublish\.Success|NetConnection\.Connect\.Closed)$/;

/** What the dialogue leads to. A failure is thrown instead. */
export type DialogueHandlers = {
  stage(stage: ConnectStage): void;
  /** The server takes media on this message stream. */
  live(messageStreamId: number): void;
};

/** The client's side of the conversation: connect, createStream, publish, and what comes later. */
export class PublishDialogue {
  readonly #connection: RtmpConnection;
  readonly #options: PublisherOptions;
  readonly #scrub: Scrubber;
  readonly #handlers: DialogueHandlers;
  #stage: "handshake" | "connect" | "publish" | "live" = "handshake";
  #messageStreamId = 0;

  constructor(connection: RtmpConnection, options: PublisherOptions, scrub: Scrubber, handlers: DialogueHandlers) {
    this.#connection = connection;
    this.#options = options;
    this.#scrub = scrub;
    this.#handlers = handlers;
  }

  /** Sends `connect`; to be called when the handshake is over. */
  start(): void {
    const { app, tcUrl, fourCcList, outChunkSize = 4096 } = this.#options;
    this.#connection.changeOutChunkSize(outChunkSize);
    this.#connection.announceWindow(WINDOW);
    const object: AmfObject = { app, type: "nonprivate", flashVer: FLASH_VERSION, tcUrl };
    if (fourCcList !== undefined) object["fourCcList"] = [...fourCcList];
    this.#connection.sendCommand(0, "connect", Call.connect, object);
    this.#enter("connect");
  }

  /** Says good-bye; the caller closes the connection. */
  finish(): void {
    if (this.#stage !== "live") return;
    this.#connection.sendCommand(0, "FCUnpublish", 0, null, this.#options.streamName);
    this.#connection.sendCommand(0, "deleteStream", 0, null, this.#messageStreamId);
  }

  /** @throws RtmpConnectError when the server refuses, ends, or answers nonsense. */
  handle(command: Command): void {
    switch (command.name) {
      case "_result":
        return this.#onResult(command);
      case "_error":
        // The other two calls are courtesies that many servers do not know.
        if (command.transactionId === Call.connect || command.transactionId === Call.createStream) {
          throw this.#rejected(statusOf(command.args));
        }
        return;
      case "onStatus":
      case "onFCPublish":
        return this.#onStatus(command);
      case "close":
        throw new RtmpConnectError(this.#stage, "closed");
      default:
    }
  }

  #onResult({ transactionId, args }: Command): void {
    if (transactionId === Call.connect && this.#stage === "connect") {
      const info = statusOf(args);
      if (isFailure(info)) throw this.#rejected(info);
      this.#requestStream();
    } else if (transactionId === Call.createStream && this.#stage === "publish") {
      this.#requestPublish(args[0]);
    }
  }

  #requestStream(): void {
    const { streamName } = this.#options;
    this.#connection.sendCommand(0, "releaseStream", Call.releaseStream, null, streamName);
    this.#connection.sendCommand(0, "FCPublish", Call.fcPublish, null, streamName);
    this.#connection.sendCommand(0, "createStream", Call.createStream, null);
    this.#enter("publish");
  }

  #requestPublish(id: AmfValue): void {
    if (typeof id !== "number" || !Number.isInteger(id) || id < 1 || id > 0xffffffff) {
      const detail = "createStream was not answered with a stream number";
      throw new RtmpConnectError("publish", "protocol", { detail });
    }
    this.#messageStreamId = id;
    const { streamName } = this.#options;
    this.#connection.sendCommand(id, "publish", Call.publish, null, streamName, "live");
  }

  #onStatus({ name, args }: Command): void {
    const info = statusOf(args);
    if (isFailure(info)) throw this.#rejected(info);
    const { code } = info;
    if (typeof code === "string" && CLOSED_CODE.test(code)) {
      throw new RtmpConnectError(this.#stage, "closed", { code });
    }
    const started = name === "onStatus" && code === "NetStream.Publish.Start";
    if (!started || this.#messageStreamId === 0 || this.#stage !== "publish") return;
    this.#enter("live");
    this.#handlers.live(this.#messageStreamId);
  }

  #enter(stage: "connect" | "publish" | "live"): void {
    this.#stage = stage;
    this.#handlers.stage(stage);
  }

  #rejected(info: AmfObject): RtmpConnectError {
    const { code, description } = info;
    const kind = typeof code === "string" && code.endsWith(".BadName") ? "bad_name" : "rejected";
    return new RtmpConnectError(this.#stage, kind, {
      code: typeof code === "string" ? this.#scrub.code(code) : undefined,
      detail: typeof description === "string" ? this.#scrub.text(description) : undefined,
    });
  }
}

/** The information object of an answer: the last argument that is an object. */
function statusOf(args: AmfValue[]): AmfObject {
  return args.findLast(isAmfObject) ?? {};
}

function isFailure({ level, code }: AmfObject): boolean {
  return level === "error" || (typeof code === "string" && FAILURE_CODE.test(code));
}
