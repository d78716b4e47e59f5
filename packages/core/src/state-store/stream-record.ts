import type { Stream } from "../model/stream.ts";
import type { Known } from "../state/apply-observation.ts";

/** The shape of the text: it grows when one that was written before can no longer be read. */
const VERSION = 1;

/** What is known of a stream, as the text that a state store keeps. */
export function writeRecord({ stream, seen }: Known): string {
  return JSON.stringify({ version: VERSION, stream, seen: [...seen] });
}

/** Nothing for a text of another version, or of others: what it was to say is learnt anew. */
export function readRecord(text: string): Known | undefined {
  const record = parse(text);
  if (!isRecord(record)) return undefined;
  return { stream: record.stream, seen: new Map(record.seen) };
}

/** Looks no deeper than the version: who writes it is `writeRecord`, from what an adapter or this process has made. */
function isRecord(value: unknown): value is { stream: Stream; seen: [string, number][] } {
  if (!isObject(value) || value["version"] !== VERSION) return false;
  const { stream, seen } = value;
  return isObject(stream) && typeof stream["id"] === "string" && isObject(stream["status"]) && isPairs(seen);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isPairs(value: unknown): boolean {
  return Array.isArray(value) && value.every((pair: unknown) => Array.isArray(pair) && pair.length === 2);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
