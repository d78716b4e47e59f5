import type { Known } from "../state/known.ts";
import { isRegisters } from "../state/read-registers.ts";
import type { Unsettled } from "./unsettled.ts";

/** The shape of the text: it grows when one that was written before can no longer be read. */
const VERSION = 2;

/** What a state store keeps of a stream. */
export type StreamRecord = {
  /** Absent: the stream is gone. */
  known?: Known | undefined;
  unsettled: readonly Unsettled[];
};

/** As the text that a state store keeps. Nothing when there is nothing to keep. */
export function writeRecord({ known, unsettled }: StreamRecord): string | undefined {
  if (!known && unsettled.length === 0) return undefined;
  return JSON.stringify({ version: VERSION, ...known, ...(unsettled.length > 0 && { unsettled }) });
}

/** Nothing for a text of another version, or of others: what it was to say is learnt anew. */
export function readRecord(text: string): StreamRecord | undefined {
  const record = parse(text);
  if (!isObject(record) || record["version"] !== VERSION) return undefined;
  const { unsettled = [] } = record;
  if (!isUnsettled(unsettled)) return undefined;
  if (isKnown(record)) return { known: { stream: record.stream, registers: record.registers }, unsettled };
  return unsettled.length > 0 && record["stream"] === undefined ? { unsettled } : undefined;
}

/** Looks no deeper than the versions: who writes it is `writeRecord`, from what an adapter or this process has made. */
function isKnown(record: object): record is Known {
  const { stream, registers }: { stream?: unknown; registers?: unknown } = record;
  return isObject(stream) && typeof stream["id"] === "string" && isObject(stream["status"]) && isRegisters(registers);
}

function isUnsettled(value: unknown): value is Unsettled[] {
  return Array.isArray(value) && value.every(isEntry);
}

function isEntry(value: unknown): boolean {
  return isObject(value) && typeof value["cause"] === "string" && Array.isArray(value["events"]);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
