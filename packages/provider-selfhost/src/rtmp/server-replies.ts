import type { AmfObject } from "./amf0-value.ts";
import type { StatusInfo } from "./command.ts";
import type { RtmpConnection } from "./connection.ts";
import { setPeerBandwidth, userControl, UserControlEvent } from "./control-message.ts";
import type { ConnectFacts } from "./server-types.ts";

const WINDOW = 2_500_000;
const OUT_CHUNK_SIZE = 4096;

/** Accepts `connect`. The codecs of Enhanced RTMP are echoed: media is passed on untouched. */
export function acceptConnect(connection: RtmpConnection, transactionId: number, facts: ConnectFacts): void {
  connection.announceWindow(WINDOW);
  connection.sendControl(setPeerBandwidth(WINDOW));
  connection.changeOutChunkSize(OUT_CHUNK_SIZE);
  const info: AmfObject = {
    level: "status",
    code: "NetConnection.Connect.Success",
    description: "Connection succeeded.",
    objectEncoding: 0,
  };
  if (facts.fourCcList !== undefined) info["fourCcList"] = facts.fourCcList;
  const properties = { fmsVer: "FMS/3,5,7,7009", capabilities: 31 };
  connection.sendCommand(0, "_result", transactionId, properties, info);
}

/** Answers a call whose result is a number, or nothing. */
export function replyResult(connection: RtmpConnection, transactionId: number, result: number | undefined): void {
  connection.sendCommand(0, "_result", transactionId, null, result);
}

/** Answers a call that cannot be fulfilled. */
export function replyError(connection: RtmpConnection, transactionId: number): void {
  const info: StatusInfo = {
    level: "error",
    code: "NetConnection.Call.Failed",
    description: "Too many message streams.",
  };
  connection.sendCommand(0, "_error", transactionId, null, info);
}

/** What encoders of the Flash Media Live Encoder family expect after FCPublish. */
export function announceFcPublish(connection: RtmpConnection): void {
  const info = { code: "NetStream.Publish.Start", description: "FCPublish accepted." };
  connection.sendCommand(0, "onFCPublish", 0, null, info);
}

/** Tells a publisher that its media is taken from now on. */
export function startPublish(connection: RtmpConnection, messageStreamId: number): void {
  connection.sendControl(userControl(UserControlEvent.streamBegin, messageStreamId));
  sendStatus(connection, messageStreamId, {
    level: "status",
    code: "NetStream.Publish.Start",
    description: "Publishing.",
  });
}

/** Sends `onStatus` for a message stream. */
export function sendStatus(connection: RtmpConnection, messageStreamId: number, info: StatusInfo): void {
  connection.sendCommand(messageStreamId, "onStatus", 0, null, info);
}
