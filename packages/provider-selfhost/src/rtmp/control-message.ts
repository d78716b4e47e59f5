import { MessageType } from "./message.ts";
import type { RtmpMessage } from "./message.ts";
import { RtmpProtocolError } from "./protocol-error.ts";

/** User control events that are read or sent here (RTMP 1.0, section 7.1.7). */
export const UserControlEvent = { streamBegin: 0, pingRequest: 6, pingResponse: 7 } as const;

/** A protocol control message to be sent; its timestamp does not matter. */
export type ControlMessage = { typeId: number; payload: Buffer };

/** Set Peer Bandwidth's limit type "dynamic" (section 5.4.5), what servers usually send. */
const LIMIT_DYNAMIC = 2;

/** `size` bytes per chunk from the next message on. */
export function setChunkSize(size: number): ControlMessage {
  return { typeId: MessageType.setChunkSize, payload: uint32(size) };
}

/** All bytes received so far, modulo 2^32. */
export function acknowledgement(bytesRead: number): ControlMessage {
  return { typeId: MessageType.acknowledgement, payload: uint32(bytesRead) };
}

/** Asks the peer to acknowledge after every `size` bytes. */
export function windowAckSize(size: number): ControlMessage {
  return { typeId: MessageType.windowAckSize, payload: uint32(size) };
}

/** Limits what the peer sends unacknowledged to `size` bytes. */
export function setPeerBandwidth(size: number): ControlMessage {
  const payload = Buffer.concat([uint32(size), Buffer.from([LIMIT_DYNAMIC])]);
  return { typeId: MessageType.setPeerBandwidth, payload };
}

/** A user control message: the event and its value, a message stream id or a ping's timestamp. */
export function userControl(event: number, value: number): ControlMessage {
  const payload = Buffer.allocUnsafe(6);
  payload.writeUInt16BE(event);
  payload.writeUInt32BE(value >>> 0, 2);
  return { typeId: MessageType.userControl, payload };
}

/**
 * Reads the 32-bit number that a control message starts with.
 *
 * @throws RtmpProtocolError `bad_control` when it is missing.
 */
export function readControlNumber(message: RtmpMessage): number {
  if (message.payload.length < 4) {
    throw new RtmpProtocolError("bad_control", `control message ${message.typeId} is cut short`);
  }
  return message.payload.readUInt32BE();
}

/** The timestamp of a ping request, or undefined for any other user control event. */
export function readPingRequest(message: RtmpMessage): number | undefined {
  const { payload } = message;
  if (payload.length < 6 || payload.readUInt16BE() !== UserControlEvent.pingRequest) {
    return undefined;
  }
  return payload.readUInt32BE(2);
}

function uint32(value: number): Buffer {
  const out = Buffer.allocUnsafe(4);
  out.writeUInt32BE(value >>> 0);
  return out;
}
