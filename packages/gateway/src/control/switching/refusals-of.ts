import { MultistreamError } from "@polycast/core";
import type { StreamRecord, TargetRecord } from "../../store/index.ts";
import { targetWorkOf } from "../reconcile/run/states.ts";
import { MAX_LEFTOVERS, switchStateOf } from "./switch-state.ts";

/** Why a stream cannot be moved at the moment, by what is stored of it; empty: it can. */
export function refusalsOf(stream: StreamRecord, rows: readonly TargetRecord[]): MultistreamError[] {
  const refusals: MultistreamError[] = [];
  if (rows.some((target) => targetWorkOf(target).work?.inDoubt !== undefined)) {
    refusals.push(
      new MultistreamError("conflict", "It is not known yet whether the last change of a target was made.", {
        hint: "Repeat it in a moment.",
        retryable: true,
        retryAfterMs: 5000,
      }),
    );
  }
  if ((switchStateOf(stream).leftovers ?? []).length >= MAX_LEFTOVERS) {
    refusals.push(
      new MultistreamError("limit_exceeded", `${MAX_LEFTOVERS} former streams still wait to be deleted.`, {
        hint: "See the stream's notices: make their providers reachable, or delete them there.",
      }),
    );
  }
  return refusals;
}
