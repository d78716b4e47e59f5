import { isMultistreamError, MultistreamError, type Stream } from "@polycast/core";
import { defined } from "@polycast/core/provider";
import { type TargetRecord, targetsOf } from "../../store/index.ts";
import { finishMade } from "../providers/finish-made.ts";
import type { Instance } from "../providers/instances.ts";
import type { Pass } from "../reconcile/run/pass.ts";
import { planCarryOver } from "./carry-over.ts";
import { newMark, withMark } from "./mark.ts";
import type { Side } from "./plan-switch.ts";
import { removeMarked } from "./remove-marked.ts";
import type { SwitchRun } from "./switch-state.ts";
import { storeFailure, storeRetry, storeRun, type Switching } from "./switch-steps.ts";

/** Of a new side whose making fails without telling whether it took effect: some 15 minutes. */
const MAX_ATTEMPTS = 12;

type Created = { stream: Stream; sent: readonly { record: TargetRecord }[]; lost: string[] };

/**
 * Makes the stream at its new provider, with those targets that can be there. What fails now has changed nothing: the
 * switch is over. It is marked and the mark is stored first; so when it is not known whether it was made, that one is
 * removed before it is made again.
 *
 * @returns when to go on, milliseconds since 1970; undefined: at once
 */
export async function makeNewSide(pass: Pass, switching: Switching, to: Instance): Promise<number | undefined> {
  const begun = await begin(pass, switching, to);
  if (!begun) return undefined;
  const isRepeat = switching.run.begun !== undefined;
  let created: Created;
  try {
    if (isRepeat) begun.run = await removeEarlier(pass, begun, to);
    created = await create(pass, begun, to);
  } catch (error) {
    if (!isMultistreamError(error)) throw error;
    const isOpen = error.outcome === "unknown" || (isRepeat && error.retryable);
    if (isOpen && (begun.run.work?.attempts ?? 0) < MAX_ATTEMPTS) return storeRetry(pass, begun, error);
    await giveUp(pass, begun, error, isOpen || isRepeat);
    return undefined;
  }
  const { stream, sent, lost } = created;
  const provided = stream.targets ?? [];
  if (provided.length !== sent.length) {
    await storeFailure(pass, begun, notAsAsked(to.name), { provider: to.name, id: stream.id });
    return undefined;
  }
  const targets = Object.fromEntries(sent.map((target, index) => [target.record.id, provided[index]?.id ?? ""]));
  const made = { providerId: stream.id, targets, lost };
  await storeRun(pass, begun, (run) => ({ ...run, step: "move", parked: true, made }));
  return undefined;
}

/** @param mayBeThere what may have been made is looked for as long as that takes, or said where it cannot be told */
async function giveUp(
  pass: Pass,
  { record, run }: Switching,
  error: MultistreamError,
  mayBeThere: boolean,
): Promise<void> {
  const mark = run.begun?.mark?.word;
  if (!mayBeThere) await storeFailure(pass, { record, run }, error);
  else if (mark === undefined) await storeFailure(pass, { record, run: { ...run, mayRemain: true } }, error);
  else await storeFailure(pass, { record, run }, error, { provider: run.to, id: mark, isSought: true });
}

/** Stores what the new side is known by, before it is made. Undefined: it is another step's turn, or it is over. */
async function begin(pass: Pass, switching: Switching, to: Instance): Promise<Switching | undefined> {
  const { record, run } = switching;
  if (run.begun) return { record, run };
  let side: Side;
  try {
    side = { name: to.name, table: await to.capabilities() };
  } catch (error) {
    if (!isMultistreamError(error)) throw error;
    await storeFailure(pass, switching, error);
    return undefined;
  }
  const begun = defined({ mark: newMark(record, side) });
  return (await storeRun(pass, switching, (stored) => ({ ...stored, begun })))
    ? { record, run: { ...run, begun } }
    : undefined;
}

async function create(pass: Pass, { record, run }: Switching, to: Instance): Promise<Created> {
  const { tools } = pass;
  const rows = await tools.store.read(() => targetsOf(record.id));
  const side: Side = { name: to.name, table: await to.capabilities() };
  const sides = { from: { name: record.provider, table: pass.table }, to: side };
  const { plan, input, sent } = planCarryOver(tools, { stream: record, rows }, to, {
    ...sides,
    stream: {},
    foreign: [],
  });
  const asked = withMark({ ...input, targets: sent.map((target) => target.input) }, run.begun?.mark);
  // Nobody publishes there before it is bound, so what it reports meanwhile is of no interest.
  const mark = markOf(record, run);
  const { stream } = await to.call((context) => to.adapter.streams.create(asked, { ...context, mark }));
  const lost = plan.lost.flatMap(({ what, targetId = [] }) => (what === "target" ? targetId : []));
  return { stream, sent, lost };
}

/** Removes what an attempt has made whose answer was lost. Where that cannot be told from others, it is said. */
async function removeEarlier(pass: Pass, { record, run }: Switching, to: Instance): Promise<SwitchRun> {
  const mark = run.begun?.mark?.word;
  if (mark !== undefined && (await removeMarked(pass.tools, to, mark))) return run;
  if (mark === undefined) await finishMade(to, markOf(record, run), pass.tools.log);
  return { ...run, mayRemain: true };
}

/** What the call that makes the new side is known by. */
function markOf({ id }: Switching["record"], { begun, since }: SwitchRun): string {
  return begun?.mark?.word ?? `${id} ${since}`;
}

function notAsAsked(provider: string): MultistreamError {
  return new MultistreamError("provider_response_invalid", `${provider} did not answer with the targets asked for.`, {
    provider,
    hint: "Please report this: the adapter does not keep its contract.",
  });
}
