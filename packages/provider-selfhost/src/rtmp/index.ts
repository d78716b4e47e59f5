export { decodeAmf0, EcmaArray, encodeAmf0, isAmfObject } from "./amf0.ts";
export type { Amf0Limits, AmfObject, AmfValue } from "./amf0.ts";
export { ChunkReader } from "./chunk-reader.ts";
export type { ChunkReaderLimits } from "./chunk-reader.ts";
export { encodeChunks } from "./chunk-writer.ts";
export type { ChunkedMessage } from "./chunk-writer.ts";
export { connectPublisher } from "./client.ts";
export type { PublisherOptions, PublisherTimeouts } from "./client-options.ts";
export { RtmpConnectError } from "./connect-error.ts";
export type { ConnectFailureKind, ConnectStage } from "./connect-error.ts";
export { MessageType } from "./message.ts";
export type { MediaMessage, RtmpMessage } from "./message.ts";
export { RtmpProtocolError } from "./protocol-error.ts";
export type { RtmpProtocolErrorCode } from "./protocol-error.ts";
export type { RtmpPublisherConnection } from "./publisher-connection.ts";
export { createRtmpServer } from "./server.ts";
export type { RtmpServer, RtmpServerOptions } from "./server.ts";
export { DEFAULT_SERVER_LIMITS } from "./server-types.ts";
export type {
  ConnectFacts,
  FailureContext,
  OnPublish,
  PublishDecision,
  PublisherConnection,
  PublishEnd,
  PublishRequest,
  PublishSink,
  RtmpServerLimits,
} from "./server-types.ts";
