import { encodeAmf0, EcmaArray } from "../amf0.ts";
import type { AmfValue } from "../amf0.ts";
import { acknowledgement, setChunkSize, setPeerBandwidth, userControl, windowAckSize } from "../control-message.ts";
import { MessageType } from "../message.ts";
import type { RtmpMessage } from "../message.ts";
import { CompressingEncoder } from "./compressing-encoder.ts";
import { FFMPEG_SESSION } from "./ffmpeg-session.ts";

const INITIAL = { chunkSize: 128, repeatsExtendedTimestamp: true };

/** Valid input for a server, from the first byte behind the handshake. */
export const PUBLISHER_SESSIONS: readonly Buffer[] = [
  FFMPEG_SESSION,
  publisherSession(0, true),
  publisherSession(0xfffff0, true),
  publisherSession(0xfffff0, false),
  publisherSession(0xfffffff0, true),
];

/** Valid input for a publishing client, from the first byte behind the handshake. */
export const SERVER_SESSIONS: readonly Buffer[] = [serverSession(1), serverSession(5)];

/** Values that AMF0 can hold. */
export const AMF_PAYLOADS: readonly Buffer[] = [
  encodeAmf0(
    "@setDataFrame",
    "onMetaData",
    new EcmaArray({ width: 1280, encoder: "OBS", stereo: true, list: [1, null] }),
  ),
  encodeAmf0("connect", 1, {
    app: "live",
    fourCcList: ["hvc1", "av01"],
    nested: { date: new Date(0), none: undefined },
  }),
  encodeAmf0("x".repeat(70_000).slice(0, 300), [["deep", [{ deeper: [[]] }]]]),
];

function publisherSession(base: number, repeatsExtendedTimestamp: boolean): Buffer {
  const setUp = encodeAll(new CompressingEncoder(INITIAL), [
    command(0, "connect", 1, { app: "live", tcUrl: "rtmp://host/live", fourCcList: ["hvc1"] }),
    control(windowAckSize(2000)),
    control(acknowledgement(3073)),
    command(0, "releaseStream", 2, null, "key"),
    command(0, "FCPublish", 3, null, "key"),
    command(0, "createStream", 4, null),
    control(setChunkSize(1000)),
  ]);
  const media = [0, 1, 2, 3].flatMap((frame) => [
    message(MessageType.video, base + frame * 40, Buffer.alloc(frame === 0 ? 2500 : 300, 0x27)),
    message(MessageType.audio, base + frame * 40 + 5, Buffer.alloc(90, 0xaf)),
  ]);
  const live = encodeAll(new CompressingEncoder({ chunkSize: 1000, repeatsExtendedTimestamp }), [
    command(1, "publish", 5, null, "key", "live"),
    message(MessageType.dataAmf0, 0, encodeAmf0("@setDataFrame", "onMetaData", new EcmaArray({ width: 64 }))),
    ...media,
    control(userControl(6, 77)),
    control({ typeId: MessageType.abort, payload: Buffer.from([0, 0, 0, 6]) }),
    command(1, "FCUnpublish", 6, null, "key"),
    command(1, "deleteStream", 7, null, 1),
    command(1, "publish", 8, null, "key", "live"),
  ]);
  return Buffer.concat([setUp, live]);
}

function serverSession(id: number): Buffer {
  return encodeAll(new CompressingEncoder(INITIAL), [
    control(windowAckSize(5000)),
    control(setPeerBandwidth(5000)),
    command(0, "_result", 1, { fmsVer: "FMS/3,5" }, { level: "status", code: "NetConnection.Connect.Success" }),
    command(0, "onBWDone", 0, null),
    command(0, "_error", 2, null, { level: "error", code: "NetConnection.Call.Failed" }),
    command(0, "_result", 4, null, id),
    control(userControl(0, id)),
    command(id, "onStatus", 0, null, { level: "status", code: "NetStream.Publish.Start", description: "key" }),
    control(acknowledgement(4000)),
    control(userControl(6, 1)),
    command(id, "onStatus", 0, null, { level: "error", code: "NetStream.Publish.BadName", description: "key" }),
  ]);
}

function encodeAll(encoder: CompressingEncoder, messages: RtmpMessage[]): Buffer {
  return Buffer.concat(messages.flatMap((one) => encoder.encode(chunkStreamOf(one), one)));
}

function chunkStreamOf({ typeId }: RtmpMessage): number {
  if (typeId < MessageType.audio) return 2;
  return typeId === MessageType.video ? 6 : 4;
}

function message(typeId: number, timestamp: number, payload: Buffer, messageStreamId = 1): RtmpMessage {
  return { typeId, timestamp: timestamp >>> 0, messageStreamId, payload };
}

function command(messageStreamId: number, ...values: [string, number, ...AmfValue[]]): RtmpMessage {
  return message(MessageType.commandAmf0, 0, encodeAmf0(...values), messageStreamId);
}

function control({ typeId, payload }: { typeId: number; payload: Buffer }): RtmpMessage {
  return message(typeId, 0, payload, 0);
}
