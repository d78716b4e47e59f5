import * as z from "zod";
import type { StreamRecord } from "../../store/index.ts";
import { keepsStreamName } from "../reconcile/emulation.ts";
import type { Side } from "./plan-switch.ts";

/** What the new stream of a switch carries that no other one does: in its name until it is led over, or as its reference. */
export const markSchema = z.object({ in: z.enum(["reference", "name"]), word: z.string() });
export type Mark = z.infer<typeof markSchema>;

/** Code points of a stream's name that stay beside the mark: names have at most 255. */
const MAX_NAME = 200;
const MARKED = / \(polycast [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\)$/u;

/**
 * The mark for a new side that is about to be made. In the name it is put right as soon as the stream is led over; a
 * reference would bear it for good, and may be the caller's.
 *
 * @returns undefined: there is room for it in neither
 */
export function newMark({ id, name, reference }: StreamRecord, { table }: Side): Mark | undefined {
  const word = crypto.randomUUID();
  if (keepsStreamName(table)) {
    return { in: "name", word: `${Array.from(name).slice(0, MAX_NAME).join("")} (polycast ${word})` };
  }
  const hasRoom = table.stores.stream.includes("reference") && reference === undefined;
  return hasRoom ? { in: "reference", word: `${id}-${word}` } : undefined;
}

/** Is a stream of this name the new side of a switch that has not led over to it yet? */
export function isMarkedName(name: string): boolean {
  return MARKED.test(name);
}

/** A new stream as it is asked for, with its mark. */
export function withMark<T extends { name: string; reference?: string | undefined }>(
  input: T,
  mark: Mark | undefined,
): T {
  if (!mark) return input;
  return mark.in === "name" ? { ...input, name: mark.word } : { ...input, reference: mark.word };
}
