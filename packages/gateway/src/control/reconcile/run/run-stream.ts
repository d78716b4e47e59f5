import { advanceSwitch } from "../../switching/advance-switch.ts";
import { removeLeftovers } from "../../switching/remove-leftovers.ts";
import { isSwitching } from "../../switching/switch-state.ts";
import { chooseStep } from "../choose-step.ts";
import { isChanging } from "../step.ts";
import { nextStreamStep } from "../stream-wishes.ts";
import { follow } from "./change-target.ts";
import { type Finished, finishPass } from "./finish-pass.ts";
import { observedNow, type Pass } from "./pass.ts";
import { performLook } from "./perform-look.ts";
import { performStreamStep } from "./perform-stream.ts";
import { performStep } from "./perform-target.ts";
import { type LoadedStream, loadStream } from "./states.ts";
import { stepsOf } from "./steps-of.ts";
import { tidy } from "./tidy.ts";

/** Steps of one pass; more than any list of wishes needs. What is left is done in the next one. */
const MAX_STEPS = 2_000;

/**
 * Brings a stream and its targets in line with what is wanted, as far as its provider lets it now: the stream itself
 * first, then one target at a time, and each step by what is stored and observed when it is its turn.
 *
 * @throws MultistreamError when the store fails, or the duty is another process's
 */
export async function runStream(pass: Pass): Promise<Finished> {
  const { tools, streamId } = pass;
  for (let made = 0; made < MAX_STEPS; made += 1) {
    const loaded = await tools.store.read(() => loadStream(streamId));
    if (!loaded) return { again: false };
    if (made === 0) takeOver(pass, loaded);
    const { record } = loaded.stream;
    if (isSwitching(record)) {
      const dueAt = await tools.mutex.run(streamId, () => advanceSwitch(pass, record));
      if (dueAt === undefined) continue;
      return { again: false, dueAt };
    }
    if (await removeLeftovers(pass, record)) continue;
    // A provider's other calls about the stream come in between, never during.
    if (await tools.mutex.run(streamId, () => makeStep(pass, loaded))) continue;
    const finished = await finishPass(pass);
    if (!finished.again) return finished;
  }
  return { again: true, dueAt: tools.clock.now() };
}

/** @returns false: nothing is left to be done for now */
async function makeStep(pass: Pass, loaded: LoadedStream): Promise<boolean> {
  const { tools, table } = pass;
  const { stream } = loaded;
  const { streamState } = observedNow(pass);
  const streamStep = nextStreamStep({ ...stream, table, streamState, now: tools.clock.now() });
  if (streamStep.do === "look" || streamStep.do === "delete" || streamStep.do === "update") {
    await performStreamStep(pass, stream, streamStep);
    return true;
  }
  // They go with it.
  if (stream.wanted.gone) return false;
  if (await tidy(pass, loaded)) return true;
  const chosen = chooseStep(stepsOf(pass, loaded));
  if (!chosen) return false;
  const { target, step } = chosen;
  if (isChanging(step)) await performStep(pass, loaded, target, step);
  else await performLook(pass, loaded, target);
  return true;
}

/** Another process may have stored these wishes. */
function takeOver(pass: Pass, { stream, targets }: LoadedStream): void {
  const { register } = pass.tools;
  const known = register.get(stream.record.id);
  if (!known) return;
  for (const { record } of targets) follow(pass, stream.record, record.id, record);
  const ours = new Set(targets.map(({ record }) => record.id));
  for (const { id } of known.targets ?? []) if (!ours.has(id)) follow(pass, stream.record, id, undefined);
  const { id, name, enabled } = stream.record;
  register.put({ ...(register.get(id) ?? known), name, enabled });
}
