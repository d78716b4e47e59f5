import { decodeAmf0 } from "./amf0-decode.ts";
import type { AmfValue } from "./amf0-value.ts";
import { MessageType } from "./message.ts";
import type { RtmpMessage } from "./message.ts";
import { RtmpProtocolError } from "./protocol-error.ts";

/** A remote procedure call or its answer (RTMP 1.0, section 7.2). */
export type Command = {
  /** `connect`, `_result`, `onStatus`, … */
  name: string;
  /** 0 where no answer is expected. */
  transactionId: number;
  /** The value behind the transaction id: an object for `connect`, mostly null otherwise. */
  commandObject: AmfValue;
  args: AmfValue[];
};

/** What `onStatus`, `_result` and `_error` say about an outcome. */
export type StatusInfo = {
  level: "status" | "error";
  /** For instance `NetStream.Publish.Start`. */
  code: string;
  description: string;
};

/**
 * Reads a command message. One of type 17 starts with a format byte, 0 for "AMF0 follows"; real
 * AMF3 in it is refused.
 *
 * @throws RtmpProtocolError `bad_amf` or `bad_command`.
 */
export function decodeCommand(message: RtmpMessage): Command {
  const skip = message.typeId === MessageType.commandAmf3 && message.payload[0] === 0 ? 1 : 0;
  const [name, transactionId, commandObject, ...args] = decodeAmf0(message.payload.subarray(skip));
  if (typeof name !== "string") {
    throw new RtmpProtocolError("bad_command", "a command without a name");
  }
  return {
    name,
    transactionId: typeof transactionId === "number" ? transactionId : 0,
    commandObject,
    args,
  };
}
