import { isMultistreamError, MultistreamError, type Stream, type Target } from "@polycast/core";
import { missingMethod } from "@polycast/core/host";
import { ifThere } from "@polycast/core/provider";
import type { StreamRecord } from "../../store/index.ts";
import { isSwitchEmulated } from "../reconcile/emulation.ts";
import { CALL_MS, observedNow, type Pass } from "../reconcile/run/pass.ts";
import { readNow } from "../reconcile/run/read-now.ts";
import { assertIdle } from "./assert-idle.ts";
import { storeFailure, storeRetry, type Switching } from "./switch-steps.ts";

/** `hasOthers`: the old side has targets that are not ours. `goOnAt`: milliseconds since 1970; undefined: at once. */
export type Parked = { hasOthers: boolean } | { goOnAt: number | undefined };

/**
 * Tells the old side to send nowhere, so that nothing is sent twice when the encoder goes to the new one, and reads back
 * that it is so: also after a death in between, which may have left it otherwise. When the stream has started there in the
 * meantime, the switch is taken back.
 */
export async function parkOldSide(pass: Pass, switching: Switching): Promise<Parked> {
  const { record } = switching;
  // From here on its targets are off there, and that is no news of theirs.
  pass.tools.bindings.park(record.id, true);
  try {
    return { hasOthers: await park(pass, record) };
  } catch (error) {
    if (!isMultistreamError(error)) throw error;
    // The stream has started, or the provider refuses it for good: it stays where it is.
    const isOver = error.code === "not_idle" || !error.retryable;
    if (!isOver) return { goOnAt: await storeRetry(pass, switching, error) };
    await takeBack(pass, switching, error);
    return { goOnAt: undefined };
  }
}

/** Ends a switch whose new side is made: that is deleted. */
export async function takeBack(pass: Pass, switching: Switching, error: MultistreamError): Promise<void> {
  const { made, to } = switching.run;
  await storeFailure(pass, switching, error, made && { provider: to, id: made.providerId });
}

/** @returns has it targets that are not ours? @throws MultistreamError `not_idle` */
async function park(pass: Pass, record: StreamRecord): Promise<boolean> {
  const before = await readIdle(pass, record);
  // No encoder may come, and it goes next.
  if (before?.status.state === "disabled" && !hasOthers(pass, before)) return false;
  const sending = before ? oursOf(pass, before).filter((target) => isSending(pass, target)) : [];
  for (const { id } of sending) await stop(pass, record, id);
  const after = before && sending.length > 0 ? await readIdle(pass, record) : before;
  if (!after) return false;
  const ours = oursOf(pass, after);
  if (ours.some((target) => isSending(pass, target))) throw stillSending(pass.instance.name);
  return hasOthers(pass, after);
}

/** Has it targets that are not ours? */
function hasOthers(pass: Pass, stream: Stream): boolean {
  return (stream.targets ?? []).length > oursOf(pass, stream).length;
}

/** Reads the old side; undefined: it is gone. @throws MultistreamError `not_idle` */
async function readIdle(pass: Pass, record: StreamRecord): Promise<Stream | undefined> {
  const answer = await ifThere(readNow(pass, record));
  if (answer) assertIdle(pass.instance.name, [answer.status.state, observedNow(pass).streamState]);
  return answer;
}

function oursOf({ tools, streamId }: Pass, { targets = [] }: Stream): Target[] {
  return targets.filter(({ id }) => tools.bindings.targetOf(streamId, id) !== undefined);
}

/** Without a switch, what is there sends. */
function isSending({ table }: Pass, { enabled }: Target): boolean {
  return isSwitchEmulated(table) || enabled;
}

async function stop({ instance, table }: Pass, { providerId }: StreamRecord, id: string): Promise<void> {
  const { targets } = instance.adapter;
  const ref = { streamId: providerId, id };
  await instance.call(async (context) => {
    if (isSwitchEmulated(table)) return targets.delete(ref, context);
    if (!targets.update) throw missingMethod("target.disable", instance.name);
    return targets.update(ref, { enabled: false }, context);
  }, CALL_MS);
}

function stillSending(provider: string): MultistreamError {
  return new MultistreamError("provider_response_invalid", `${provider} shows targets on that were switched off.`, {
    provider,
    retryable: true,
    hint: "It is looked at again in a moment.",
  });
}
