import { MultistreamError } from "@polycast/core";
import { isSwitching } from "./switching/switch-state.ts";
import type { StreamRecord, TargetRecord } from "../store/index.ts";

/** @throws MultistreamError `conflict` while the stream is about to be gone, or moves to another provider */
export function assertStreamChangeable(record: StreamRecord): void {
  if (record.deletingAt !== undefined) throw beingDeleted("stream");
  assertInPlace(record);
}

/** What is told to its provider must be told to the one that has it. @throws MultistreamError `conflict` while the stream moves to another provider */
export function assertInPlace(record: StreamRecord): void {
  if (!isSwitching(record)) return;
  throw new MultistreamError("conflict", "The stream is being moved to another provider.", {
    hint: "Repeat it when that is done.",
    retryable: true,
    retryAfterMs: 5000,
  });
}

/** The same of a target of it. @throws MultistreamError `conflict` */
export function assertTargetChangeable(stream: StreamRecord, { deletingAt }: TargetRecord): void {
  assertStreamChangeable(stream);
  if (deletingAt !== undefined) throw beingDeleted("target");
}

function beingDeleted(what: "stream" | "target"): MultistreamError {
  return new MultistreamError("conflict", `The ${what} is being deleted.`, {
    hint: `Make a new one: it may have the same name and \`reference\`.`,
  });
}
