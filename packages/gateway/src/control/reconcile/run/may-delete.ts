import { isMultistreamError, MultistreamError } from "@polycast/core";
import type { StreamRecord } from "../../../store/index.ts";
import type { ChangingStep } from "../step.ts";
import { dependsOnState, isLiveState } from "../timing.ts";
import { failTarget } from "./fail-target.ts";
import { CALL_MS, observedNow, type Pass } from "./pass.ts";
import { readNow } from "./read-now.ts";
import type { TargetWork } from "./states.ts";

/** How long to wait for budget where nobody says so. */
const WAIT_MS = 2_000;

/**
 * Before a target is deleted: where the stream's state counts, it is read once more, and one that is to be made again is
 * only deleted with the budget for both calls in hand. Else it would be missing for as long as the provider is busy.
 *
 * @returns false: not now; why is stored, or the stream's state has changed
 */
export async function mayDelete(
  pass: Pass,
  stream: StreamRecord,
  { record }: TargetWork,
  step: Extract<ChangingStep, { do: "delete" }>,
): Promise<boolean> {
  const { instance, table } = pass;
  const rules = step.next ? [table.target.delete, table.target.create] : [table.target.delete];
  try {
    if (rules.some(dependsOnState)) {
      const { streamState } = observedNow(pass);
      const answer = await readNow(pass, stream);
      const isLive = isLiveState(answer.status.state);
      if (isLive && !isLiveState(observedNow(pass).streamState)) throw stateInDoubt(instance.name);
      // It was for another state that this step was chosen.
      if (observedNow(pass).streamState !== streamState) return false;
    }
    if (step.next && !(await isReady(pass))) throw noBudget(instance.name);
    return true;
  } catch (error) {
    if (!isMultistreamError(error)) throw error;
    await failTarget(pass, record.id, error);
    return false;
  }
}

async function isReady({ instance }: Pass): Promise<boolean> {
  const { adapter } = instance;
  return instance.callHere(async (context) => (await adapter.ready?.(["other", "create"], context)) ?? true, CALL_MS);
}

function stateInDoubt(provider: string): MultistreamError {
  return new MultistreamError("not_idle", `${provider} shows the stream live, against what was heard last.`, {
    provider,
    hint: "It is looked at again in a moment.",
  });
}

function noBudget(provider: string): MultistreamError {
  return new MultistreamError("rate_limited", `${provider} takes no two calls right now.`, {
    provider,
    hint: "The target stays as it is until both calls can be made, one after the other.",
    retryAfterMs: WAIT_MS,
  });
}
