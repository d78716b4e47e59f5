import { isMultistreamError, type MultistreamError } from "@polycast/core";
import { getStream, type StreamRecord, updateStream } from "../../store/index.ts";
import { CALL_MS, type Pass } from "../reconcile/run/pass.ts";
import { afterFailure } from "../reconcile/work-after.ts";
import { oldStreamNotice } from "./old-stream-notice.ts";
import { type Leftover, switchStateOf, toStoredSwitch } from "./switch-state.ts";

/** Deletes what switches have left at other providers, as far as it is due. @returns false: nothing was due */
export async function removeLeftovers(pass: Pass, record: StreamRecord): Promise<boolean> {
  const { leftovers = [] } = switchStateOf(record);
  const now = pass.tools.clock.now();
  const due = leftovers.find(({ work }) => (work?.nextAttemptAt ?? now) <= now);
  if (!due) return false;
  pass.onStep("stream leftover");
  await settle(pass, due, await remove(pass, due));
  return true;
}

/** @returns why it failed */
async function remove({ tools }: Pass, { provider, id }: Leftover): Promise<MultistreamError | undefined> {
  // Taken over again in the meantime, it is nobody's leftover.
  if (tools.bindings.streamOf(provider, id) !== undefined) return undefined;
  try {
    const instance = tools.instances.require(provider);
    await instance.call((context) => instance.adapter.streams.delete(id, context), CALL_MS);
    return undefined;
  } catch (error) {
    if (isMultistreamError(error, "not_found")) return undefined;
    if (isMultistreamError(error)) return error;
    throw error;
  }
}

async function settle(pass: Pass, { provider, id }: Leftover, error: MultistreamError | undefined): Promise<void> {
  const { store, clock, log } = pass.tools;
  if (error) log("warn", "a former stream could not be deleted and waits", { provider, id, code: error.code });
  await store.write(function* () {
    yield* pass.fence();
    const record = yield* getStream(pass.streamId);
    if (!record) return;
    const state = switchStateOf(record);
    const leftovers = (state.leftovers ?? []).flatMap((one): Leftover[] => {
      if (one.provider !== provider || one.id !== id) return [one];
      return error ? [{ ...one, work: afterFailure(one.work, error, clock.now(), Math.random()) }] : [];
    });
    const notice = oldStreamNotice(provider, id, "remains");
    const others = record.notices.filter(({ code, message }) => code !== notice.code || message !== notice.message);
    yield* updateStream(record.id, {
      updatedAt: record.updatedAt,
      switching: toStoredSwitch({ ...state, leftovers }),
      notices: error ? [...others, notice] : others,
    });
  });
}
