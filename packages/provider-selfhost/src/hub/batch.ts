import { encodeChunks } from "../rtmp/chunk-writer.ts";
import type { MediaMessage } from "../rtmp/message.ts";
import { distance } from "./timeline.ts";

/** What makes two connections take the very same bytes: both are set while connecting. */
export type WireFormat = {
  /** The number that the destination's `createStream` returned. */
  messageStreamId: number;
  /** Payload bytes per chunk, as announced to the destination. */
  chunkSize: number;
};

/** Messages that travel together, before they are put into a wire format. Never empty. */
export type MessageGroup = {
  messages: readonly MediaMessage[];
  /** The first message is a keyframe of the main video track. */
  startsWithKeyframe: boolean;
  /** A target may begin here: a keyframe, or any audio of a stream without video. */
  isEntryPoint: boolean;
  /** The set-up ahead of the first message. */
  headers: readonly MediaMessage[];
};

/** Messages encoded once and shared, unchanged, by all targets of one wire format. */
export type Batch = {
  readonly data: Buffer;
  /** How many messages `data` holds. */
  readonly messages: number;
  readonly startsWithKeyframe: boolean;
  readonly isEntryPoint: boolean;
  readonly hasVideo: boolean;
  /** Milliseconds on the output timeline, unsigned 32 bit. */
  readonly firstTimestamp: number;
  /** Metadata and sequence headers for a target that begins with this batch. */
  preamble(): Buffer;
};

/** Chunk streams as FFmpeg and OBS use them; 2 and 3 belong to control messages and commands. */
const chunkStreamIds = { 8: 4, 9: 6, 18: 5 } as const;

/** Puts a group into a wire format, as one buffer. */
export function encodeBatch(group: MessageGroup, format: WireFormat): Batch {
  const { messages, headers } = group;
  let preamble: Buffer | undefined;
  return {
    data: encode(messages, format),
    messages: messages.length,
    startsWithKeyframe: group.startsWithKeyframe,
    isEntryPoint: group.isEntryPoint,
    hasVideo: messages.some((message) => message.typeId === 9),
    firstTimestamp: earliest(messages),
    preamble: () => (preamble ??= encode(restamp(headers, messages), format)),
  };
}

/**
 * Cuts messages into groups of at most `maxBytes` (a single larger message stays whole); the first
 * group takes the place of the keyframe or the entry point.
 */
export function splitGroup(group: MessageGroup, maxBytes: number): MessageGroup[] {
  const groups: MessageGroup[] = [];
  let messages: MediaMessage[] = [];
  let bytes = 0;
  const close = (): void => {
    const isFirst = groups.length === 0;
    groups.push({
      messages,
      startsWithKeyframe: isFirst && group.startsWithKeyframe,
      isEntryPoint: isFirst && group.isEntryPoint,
      headers: group.headers,
    });
  };
  for (const message of group.messages) {
    if (messages.length > 0 && bytes + message.payload.length > maxBytes) {
      close();
      messages = [];
      bytes = 0;
    }
    messages.push(message);
    bytes += message.payload.length;
  }
  close();
  return groups;
}

function encode(messages: readonly MediaMessage[], format: WireFormat): Buffer {
  const { messageStreamId, chunkSize } = format;
  return Buffer.concat(
    messages.map(({ typeId, timestamp, payload }) =>
      encodeChunks({ chunkStreamId: chunkStreamIds[typeId], messageStreamId, typeId, timestamp, payload }, chunkSize),
    ),
  );
}

/** Kept set-up is as old as its encoder; it goes out with the time of the media it precedes. */
function restamp(headers: readonly MediaMessage[], messages: readonly MediaMessage[]): MediaMessage[] {
  const first = earliest(messages);
  return headers.map((header) => {
    const sameTrack = messages.find((message) => message.typeId === header.typeId);
    return { ...header, timestamp: sameTrack?.timestamp ?? first };
  });
}

function earliest(messages: readonly MediaMessage[]): number {
  let first: number | undefined;
  for (const { timestamp } of messages) {
    if (first === undefined || distance(first, timestamp) < 0) first = timestamp;
  }
  return first ?? 0;
}
