import { isAmfObject } from "./amf0-value.ts";
import type { AmfValue } from "./amf0-value.ts";
import type { Command } from "./command.ts";
import { RtmpProtocolError } from "./protocol-error.ts";
import type { ConnectFacts } from "./server-types.ts";

const MAX_FLASH_VER = 128;
const MAX_FOUR_CCS = 32;
/** A FourCC, or Enhanced RTMP's wildcard. */
const FOUR_CC = /^(?:[\x20-\x7e]{4}|\*)$/;

/**
 * Takes from a `connect` command what the server needs, and nothing else.
 *
 * @throws RtmpProtocolError `bad_command` when there is no app.
 */
export function readConnectRequest(command: Command): { app: string; facts: ConnectFacts } {
  const object = command.commandObject;
  const app = isAmfObject(object) ? object["app"] : undefined;
  if (!isAmfObject(object) || typeof app !== "string") {
    throw new RtmpProtocolError("bad_command", "connect without an app");
  }
  const facts: ConnectFacts = {};
  const flashVer = object["flashVer"];
  if (typeof flashVer === "string") facts.flashVer = flashVer.slice(0, MAX_FLASH_VER);
  const fourCcList = readFourCcList(object["fourCcList"]);
  if (fourCcList !== undefined) facts.fourCcList = fourCcList;
  return { app, facts };
}

function readFourCcList(value: AmfValue): string[] | undefined {
  return Array.isArray(value) ? value.slice(0, MAX_FOUR_CCS).filter(isFourCc) : undefined;
}

function isFourCc(value: AmfValue): value is string {
  return typeof value === "string" && FOUR_CC.test(value);
}
