import { MultistreamError } from "@polycast/core";
import type { StreamRecord } from "../../store/index.ts";
import type { Pass } from "../reconcile/run/pass.ts";
import { makeNewSide } from "./make-new-side.ts";
import { moveOver } from "./move-over.ts";
import { takeBack } from "./park-old-side.ts";
import { switchStateOf } from "./switch-state.ts";

/**
 * Makes the next step of a stream that is on its way to another provider. Each step can be made again: who dies in between
 * goes on from what is stored.
 *
 * @returns when to go on, milliseconds since 1970; undefined: at once
 * @throws MultistreamError when the store fails, or the duty is another process's
 */
export async function advanceSwitch(pass: Pass, record: StreamRecord): Promise<number | undefined> {
  const { run } = switchStateOf(record);
  if (!run) return undefined;
  const { instances, clock } = pass.tools;
  const at = run.work?.nextAttemptAt;
  if (at !== undefined && at > clock.now()) return at;
  pass.onStep(`switch ${run.step}`);
  const switching = { record, run };
  const to = instances.find(run.to);
  if (!to) {
    await takeBack(pass, switching, notConfigured(run.to));
    return undefined;
  }
  return run.step === "make" ? makeNewSide(pass, switching, to) : moveOver(pass, switching, to);
}

function notConfigured(provider: string): MultistreamError {
  return new MultistreamError("provider_unavailable", `The provider "${provider}" is not configured any more.`, {
    provider,
    retryable: false,
    hint: "Put it back into the config, or switch to another one.",
  });
}
