import { isMultistreamError, type Stream, type Target } from "@polycast/core";
import { ifThere } from "@polycast/core/provider";
import type { StreamRecord } from "../../../store/index.ts";
import { beforeAnswer } from "../../observing/take-answer.ts";
import { finishMade } from "../../providers/finish-made.ts";
import { openDestination } from "../../sealed-values.ts";
import { acceptedAfterLook } from "../after-look.ts";
import { changesOf } from "../changes-of.ts";
import { keepsTargetName } from "../emulation.ts";
import { wantedOf } from "../wanted.ts";
import { afterLook } from "../work-after.ts";
import { changeTarget } from "./change-target.ts";
import { failTarget } from "./fail-target.ts";
import { CALL_MS, observedNow, type Pass } from "./pass.ts";
import { readNow } from "./read-now.ts";
import { stateUnknown } from "./state-unknown.ts";
import type { LoadedStream, TargetWork } from "./states.ts";
import { markOf } from "./target-input.ts";

/** A target of the provider's, and whether it sends where our row says; undefined: the provider does not tell. */
type Found = { target: Target; sendsThere: boolean | undefined };

/**
 * Reads the provider, because the outcome of a call about a target is in doubt or the stream's state counts and is not
 * known, and stores what was found.
 */
export async function performLook(pass: Pass, loaded: LoadedStream, target: TargetWork): Promise<void> {
  const { id } = target.record;
  try {
    pass.onStep("look");
    const taker = beforeAnswer(pass.tools, pass.streamId);
    const answer = await ifThere(readNow(pass, loaded.stream.record));
    if (target.work?.inDoubt === undefined) {
      if (observedNow(pass).streamState === "unknown") throw stateUnknown(pass.instance.name);
      return;
    }
    const found = await find(pass, loaded, target, answer);
    if (target.work.inDoubt === "create") await finishMade(pass.instance, id, pass.tools.log);
    await settle(pass, target, found);
    if (found) taker.target(id, found.target);
  } catch (error) {
    if (!isMultistreamError(error)) throw error;
    await failTarget(pass, id, error);
  }
}

async function settle(pass: Pass, target: TargetWork, found: Found | undefined): Promise<void> {
  const { table } = pass;
  const seen = found && { ...found.target, sendsThere: found.sendsThere };
  await changeTarget(pass, target.record.id, (current) => {
    const { wanted, accepted: before, work } = current;
    // Another wish since: whether it sends there was asked of the former.
    const isSame = wanted.destinationHash === target.wanted.destinationHash;
    const look = { ...observedNow(pass), table, now: pass.tools.clock.now(), wanted, accepted: before, work };
    const accepted = acceptedAfterLook(seen && { ...seen, sendsThere: isSame ? seen.sendsThere : undefined }, look);
    const isOpen = changesOf(wanted, accepted, table).length > 0;
    const providerId = found ? found.target.id : accepted.awaiting ? undefined : null;
    return { accepted, work: afterLook(work, isOpen), ...(providerId === undefined ? {} : { providerId }) };
  });
}

/** Ours among the provider's targets: by its id where we know it, else by what a lost call has sent. */
async function find(
  pass: Pass,
  { stream, targets }: LoadedStream,
  ours: TargetWork,
  answer: Stream | undefined,
): Promise<Found | undefined> {
  const there = answer?.targets ?? [];
  const { record } = ours;
  if (ours.accepted.there) {
    const target = there.find(({ id }) => id === record.providerId);
    return target && { target, sendsThere: await sendsThere(pass, stream.record, ours, target) };
  }
  const bound = new Set(targets.filter(({ accepted }) => accepted.there).map((other) => other.record.providerId));
  const free = there.filter(({ id }) => !bound.has(id));
  for (const target of free) {
    if (target.reference === markOf(record)) {
      return { target, sendsThere: await sendsThere(pass, stream.record, ours, target) };
    }
  }
  for (const target of free.filter((other) => looksLike(pass, ours, other))) {
    const same = await sendsThere(pass, stream.record, ours, target);
    if (same !== false) return { target, sendsThere: same };
  }
  return undefined;
}

/** One that carries a mark is ours by that alone, or nobody's. */
function looksLike({ table }: Pass, { record }: TargetWork, target: Target): boolean {
  if (table.stores.target.includes("reference")) return false;
  if (keepsTargetName(table) && target.name !== record.name) return false;
  const { host, protocol } = target.destination;
  return host === undefined || (host === record.destination.host && protocol === record.destination.protocol);
}

/** Nothing was ever changed by asking this. */
async function sendsThere(
  { tools, instance }: Pass,
  stream: StreamRecord,
  { record }: TargetWork,
  { id }: Target,
): Promise<boolean | undefined> {
  const { targets } = instance.adapter;
  if (!targets.hasDestination || wantedOf(record).needsKey) return undefined;
  const destination = openDestination(tools.sealer, record);
  const ref = { streamId: stream.providerId, id };
  return instance.call(async (context) => targets.hasDestination?.(ref, destination, context), CALL_MS);
}
