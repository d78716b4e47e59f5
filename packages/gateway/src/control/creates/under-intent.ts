import { isMultistreamError, MultistreamError } from "@polycast/core";
import { endIntent, insertIntent, type IntentRecord, postponeIntent, type Writing } from "../../store/index.ts";
import { describeError } from "../../log/describe-error.ts";
import type { TargetRules } from "../targets/about-targets.ts";
import type { AskedStream, PreparedStream } from "./asked-stream.ts";
import type { Creating } from "./creating.ts";
import { sealIntent } from "./intent-body.ts";
import { makeStream, type MadeStream } from "./make-stream.ts";
import { readSeenBefore } from "./seen-before.ts";

/** Longer than a create and what belongs to it take: who is at it for longer is dead. */
export const HOLD_MS = 120_000;
/** When what has failed without telling its outcome is looked for. */
const AGAIN_MS = 5_000;

/**
 * Makes a stream under an intent: stored before its provider is asked, and ended with what is stored of it. Who dies in
 * between leaves the intent, by which the next process takes over what was made, or makes it.
 *
 * @param mark what the stream carries at its provider that no other does; undefined: what is there before is noted
 */
export async function makeUnderIntent(
  { parts, newHolder }: Creating,
  rules: TargetRules,
  asked: AskedStream,
  prepared: PreparedStream,
  mark: string | undefined,
): Promise<MadeStream> {
  const { instance } = rules;
  const { id, wanted, targetIds, tenantId } = asked;
  const before = mark === undefined ? await readSeenBefore(instance) : undefined;
  const createdAt = parts.clock.now();
  const intent: IntentRecord = {
    id,
    instance: instance.name,
    operation: "stream.create",
    bodySealed: sealIntent(parts.sealer, id, { wanted, targetIds: [...targetIds], tenantId, mark, before }),
    holder: newHolder(),
    dueAt: createdAt + HOLD_MS,
    attempts: 0,
    answered: false,
    createdAt,
  };
  await parts.store.write(() => insertIntent(intent));
  const input = mark === undefined ? prepared.input : { ...prepared.input, reference: mark };
  try {
    return await makeStream(parts, rules, asked, { ...prepared, input }, ending(intent));
  } catch (error) {
    await layDown(intent, error).catch((cause: unknown) => {
      parts.log("warn", "an intent could not be ended", { streamId: id, error: describeError(cause) });
    });
    throw error;
  }

  /** What may be there is taken over later; what is not there is not made any more: whoever asked knows that it failed. */
  async function layDown({ holder }: IntentRecord, error: unknown): Promise<void> {
    const isOpen = isMultistreamError(error) && error.outcome === "unknown";
    const dueAt = parts.clock.now() + AGAIN_MS;
    await parts.store.write(() =>
      isOpen ? postponeIntent(id, holder, { dueAt, answered: true }) : endIntent(id, holder),
    );
  }
}

/** Ends an intent with what is stored of it. @returns what throws where another process has taken it over */
export function ending({ id, holder }: IntentRecord): () => Writing<void> {
  return function* () {
    if (yield* endIntent(id, holder)) return;
    throw new MultistreamError("conflict", "Making the stream took so long that another process went on with it.", {
      outcome: "unknown",
      hint: "Read the list of streams.",
    });
  };
}
