import { MultistreamError, type Stream, type Target } from "@polycast/core";
import { defined } from "@polycast/core/provider";
import type { TargetRecord } from "../../store/index.ts";
import { acceptedAfter } from "../reconcile/accepted-after.ts";
import { noticesAfter } from "../reconcile/run/notices-after.ts";
import { targetWorkOf } from "../reconcile/run/states.ts";
import type { TargetRules } from "../targets/about-targets.ts";

/** The row of a target of a new stream, and what its provider answered of it; absent: it was not asked for it. */
export type MadeTarget = { record: TargetRecord; provided?: Target | undefined };

/**
 * Joins the targets that a new stream came with to the rows of those that were asked for, in their order.
 *
 * @param prepared.sent those that were asked for
 * @param now when it was asked for, milliseconds since 1970
 * @throws MultistreamError `provider_response_invalid` when they are not those that were asked for
 */
export function pairTargets(
  { instance, table }: TargetRules,
  { records, sent }: { records: readonly TargetRecord[]; sent: readonly TargetRecord[] },
  stream: Stream,
  now: number,
): MadeTarget[] {
  const provided = stream.targets ?? [];
  if (provided.length !== sent.length) throw notAsAsked(instance.name);
  const answers = new Map(sent.map(({ id }, index) => [id, provided[index]]));
  return records.map((record) => {
    const answer = answers.get(record.id);
    if (!answer) return { record };
    const { wanted, accepted } = targetWorkOf(record);
    const streamState = stream.status.state;
    const sessionId = stream.session?.id;
    const call = { wanted, accepted, table, streamState, sessionId, answered: answer.pending, now };
    const made = acceptedAfter({ do: "create" }, call);
    const { work: _done, ...rest } = record;
    return {
      provided: answer,
      record: defined({
        ...rest,
        providerId: answer.id,
        accepted: JSON.stringify(made),
        notices: noticesAfter(record.notices, answer.notices),
      }),
    };
  });
}

function notAsAsked(provider: string): MultistreamError {
  return new MultistreamError("provider_response_invalid", `${provider} did not answer with the targets asked for.`, {
    provider,
    hint: "Please report this: the adapter does not keep its contract.",
  });
}
