import { isMultistreamError, type MultistreamError } from "@polycast/core";
import { getStream, type StreamRecord, updateStream } from "../../store/index.ts";
import { CALL_MS, type Pass } from "../reconcile/run/pass.ts";
import { afterFailure } from "../reconcile/work-after.ts";
import { leftoverNotice } from "./old-stream-notice.ts";
import { tellRemains } from "./remains.ts";
import { removeMarked } from "./remove-marked.ts";
import { type Leftover, switchStateOf, toStoredSwitch } from "./switch-state.ts";

/** How it ended. `unsure`: nobody can tell whether there is one. `given-up`: its provider is not in the config any more. */
type Outcome = "gone" | "unsure" | "given-up" | MultistreamError;

/** Deletes what switches have left at other providers, as far as it is due. @returns false: nothing was due */
export async function removeLeftovers(pass: Pass, record: StreamRecord): Promise<boolean> {
  const { leftovers = [] } = switchStateOf(record);
  const now = pass.tools.clock.now();
  const due = leftovers.find((one) => (one.work?.nextAttemptAt ?? now) <= now || isHopeless(pass, record, one));
  if (!due) return false;
  pass.onStep("stream leftover");
  await settle(pass, due, await remove(pass, record, due));
  return true;
}

/** Is the deletion of the stream held up by it, and can nobody ever do anything about it? */
function isHopeless({ tools }: Pass, { deletingAt }: StreamRecord, { provider }: Leftover): boolean {
  return deletingAt !== undefined && !tools.instances.find(provider);
}

async function remove(pass: Pass, record: StreamRecord, leftover: Leftover): Promise<Outcome> {
  const { tools } = pass;
  const { provider, id, isSought } = leftover;
  // Taken over again in the meantime, it is nobody's leftover.
  if (tools.bindings.streamOf(provider, id) !== undefined) return "gone";
  if (isHopeless(pass, record, leftover)) return "given-up";
  try {
    const instance = tools.instances.require(provider);
    if (isSought) return (await removeMarked(tools, instance, id)) ? "gone" : "unsure";
    await instance.call((context) => instance.adapter.streams.delete(id, context), CALL_MS);
    pass.onFreed(provider);
    return "gone";
  } catch (error) {
    if (isMultistreamError(error, "not_found")) return "gone";
    if (isMultistreamError(error)) return error;
    throw error;
  }
}

async function settle(pass: Pass, leftover: Leftover, outcome: Outcome): Promise<void> {
  const { store, clock, log } = pass.tools;
  const { provider, id } = leftover;
  const error = typeof outcome === "string" ? undefined : outcome;
  if (error) log("warn", "a former stream could not be deleted and waits", { provider, id, code: error.code });
  if (outcome === "given-up") {
    log("warn", "a former stream remains at a provider that is not configured any more", { provider, id });
  }
  await store.write(function* () {
    yield* pass.fence();
    const record = yield* getStream(pass.streamId);
    if (!record) return;
    const state = switchStateOf(record);
    const leftovers = (state.leftovers ?? []).flatMap((one): Leftover[] => {
      if (one.provider !== provider || one.id !== id) return [one];
      return error ? [{ ...one, work: afterFailure(one.work, error, clock.now(), Math.random()) }] : [];
    });
    const notice = leftoverNotice(leftover);
    const others = record.notices.filter(({ code, message }) => code !== notice.code || message !== notice.message);
    const notices = error ? [...others, notice] : others;
    const switching = toStoredSwitch({ ...state, leftovers });
    yield* updateStream(record.id, { updatedAt: record.updatedAt, switching, notices });
    if (outcome === "unsure") yield* tellRemains(pass, { ...record, notices }, provider);
  });
}
