import { isMultistreamError, MultistreamError, type Notice } from "@polycast/core";
import { describeError } from "../../log/describe-error.ts";
import { endIntent, getIntent, getStream, type IntentRecord, postponeIntent, takeIntent } from "../../store/index.ts";
import { finishMade } from "../providers/finish-made.ts";
import { targetRulesOf } from "../targets/about-targets.ts";
import { adoptStream } from "./adopt-stream.ts";
import { type AskedStream, prepareStream, type PreparedStream } from "./asked-stream.ts";
import type { Creating } from "./creating.ts";
import { findMade, type LostCreate, type Made } from "./find-made.ts";
import { type IntentBody, openIntent } from "./intent-body.ts";
import { isBeingMade } from "./is-being-made.ts";
import { makeStream } from "./make-stream.ts";
import { ending, HOLD_MS } from "./under-intent.ts";

/** So long after it was asked for, nobody waits for it any more: it is only taken over where it is there. */
const MAX_AGE_MS = 86_400_000;
/** So long after, it is given up. */
const GIVE_UP_MS = 7 * MAX_AGE_MS;
const FIRST_MS = 2_000;
const MAX_WAIT_MS = 300_000;

/**
 * Goes on with a create whose process died, or did not learn its outcome: takes over what it has made, and makes what is
 * not there, unless whoever asked was told that it had failed. No stream is deleted. What cannot be done now is done later.
 *
 * @throws MultistreamError when the store fails
 */
export async function resumeStream(creating: Creating, found: IntentRecord): Promise<void> {
  const { parts, newHolder } = creating;
  const { id } = found;
  const holder = newHolder();
  const taken = await parts.store.write(function* () {
    const own = { holder, dueAt: parts.clock.now() + HOLD_MS };
    return (yield* takeIntent(found, own)) ? yield* getIntent(id) : undefined;
  });
  if (!taken) return;
  try {
    if (!(await goOn(creating, taken))) await parts.store.write(() => endIntent(id, holder));
  } catch (error) {
    if (!isMultistreamError(error)) throw error;
    await later(creating, taken, error);
  }
}

/** @returns false: there is nothing to be stored of it */
async function goOn(creating: Creating, intent: IntentRecord): Promise<boolean> {
  const { parts } = creating;
  const { id, instance: name } = intent;
  if (await parts.store.read(() => getStream(id))) return false;
  const { wanted, targetIds, tenantId, mark, before } = openIntent(parts.sealer, id, intent.bodySealed);
  const rules = await targetRulesOf(parts.instances, name);
  const asked: AskedStream = { id, targetIds, tenantId, wanted };
  const prepared = prepareStream(parts, rules, asked);
  const lost = { mark, before, since: intent.createdAt, ...lookOf(prepared) };
  if (mark === undefined && !parts.store.exclusive && (await isBeingMade(parts, intent, wanted.name))) throw notYet();
  const made = await findMade(parts.bindings, rules.instance, lost);
  await finishMade(rules.instance, id, parts.log);
  const also = ending(intent);
  if (made.found) {
    await adoptStream(parts, rules, asked, prepared, made.found, also);
    parts.log("info", "a stream that was being made when its process died was taken over", { streamId: id });
    return true;
  }
  const remains = remainsOf(name, made, mark);
  if (remains) parts.log("warn", remains.message, { streamId: id, provider: name });
  if (intent.answered || parts.clock.now() - intent.createdAt > MAX_AGE_MS) return false;
  const notices = remains ? [...prepared.notices, remains] : prepared.notices;
  const input = mark === undefined ? prepared.input : { ...prepared.input, reference: mark };
  await makeStream(parts, rules, asked, { ...prepared, input, notices }, also);
  await parts.reconciler.run(id);
  parts.log("info", "a stream that was asked for when its process died was made", { streamId: id });
  return true;
}

/** What it looks like at its provider. */
function lookOf({ input, sent }: PreparedStream): Pick<LostCreate, "name" | "reference" | "targets"> {
  const targets = sent.map(({ name, destination: { host } }, index) => {
    return { name, host: host ?? "", reference: input.targets[index]?.reference };
  });
  return { name: input.name, reference: input.reference, targets };
}

function remainsOf(provider: string, made: Made, mark: IntentBody["mark"]): Notice | undefined {
  if (made.found || (made.unsure.length === 0 && (made.isWhole || mark !== undefined))) return undefined;
  const which = made.unsure.length === 0 ? "" : `: perhaps ${made.unsure.slice(0, 10).join(", ")}`;
  const message = `An earlier attempt may have left a stream at ${provider}${which}. Look there, and delete what nobody uses.`;
  return { code: "earlier_stream_may_remain", message };
}

function notYet(): MultistreamError {
  return new MultistreamError("conflict", "Another stream of the same name is just being made.", { retryable: true });
}

async function later(
  { parts }: Creating,
  { id, instance, holder, attempts, createdAt }: IntentRecord,
  error: unknown,
): Promise<void> {
  const now = parts.clock.now();
  const about = { streamId: id, provider: instance, error: describeError(error) };
  const isOpen = isMultistreamError(error) && (error.retryable || error.outcome === "unknown");
  if (!isOpen || now - createdAt > GIVE_UP_MS) {
    parts.log("warn", "a stream that was asked for when its process died cannot be made", about);
    await parts.store.write(() => endIntent(id, holder));
    return;
  }
  parts.log("info", "a stream that was asked for when its process died waits", about);
  const dueAt = now + Math.min(MAX_WAIT_MS, FIRST_MS * 2 ** attempts);
  await parts.store.write(() => postponeIntent(id, holder, { dueAt }));
}
