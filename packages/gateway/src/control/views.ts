import type { Capabilities, Notice, Pending, Stream, StreamState, Target } from "@polycast/core";
import type { Reading, StreamRecord, TargetRecord } from "../store/index.ts";
import { composeStream, composeTarget, type Derived, type ObservedStream, type ObservedTarget } from "./compose.ts";
import { heldTarget } from "./held-target.ts";
import type { Register } from "./observing/register.ts";
import type { Instances } from "./providers/instances.ts";
import { noticesOf } from "./reconcile/notices-of.ts";
import { pendingOf } from "./reconcile/pending-of.ts";
import { streamWorkOf, type TargetWork, targetWorkOf } from "./reconcile/run/states.ts";
import { streamPendingOf } from "./reconcile/stream-wishes.ts";
import { type TargetNumbersOf, withNumbers } from "./target-numbers.ts";

/** Puts together what is wanted, from the store, and what is observed, from memory. */
export type Views = {
  /** A target as it is answered now. */
  target(stream: StreamRecord, record: TargetRecord): Target;
  /** A stream as it is answered now; without `targets` it says nothing about them. */
  stream(record: StreamRecord, targets?: readonly TargetRecord[]): Stream;
  /** Where to look for what is in that answer beside the rows. */
  place(record: StreamRecord, targets: readonly TargetRecord[]): AnswerPlace;
  /**
   * All that is in that answer beside the rows, in an order that stays: while each is the same object (none of them is
   * changed in place), the same rows give the same answer.
   */
  basis(place: AnswerPlace): readonly unknown[];
  /**
   * A target as its events carry it. What is open is in it once it was told as pending, since what is done at once has
   * no event of its own that would take it back.
   *
   * @param observed default: what is to be shown now of what is wanted so
   */
  toldTarget(stream: StreamRecord, record: TargetRecord, observed?: ObservedTarget): Target;
  /** The same of a stream, without its targets. */
  toldStream(record: StreamRecord, observed?: ObservedStream): Stream;
  /**
   * Where another process observes the stream, takes up what it has stored: as a part of the unit in which the stream is
   * then shown, before anything of it is written, so that all processes say the same of it.
   *
   * @param targets all of the stream
   */
  catchUp(record: StreamRecord, targets: readonly TargetRecord[]): Reading<void>;
};

/** The ids by which it is looked for. */
export type AnswerPlace = Pick<StreamRecord, "id" | "provider" | "providerId"> & {
  /** The provider's, of the targets that it has. */
  targetIds: readonly string[];
};

/** What views are made of. */
export type ViewsOptions = {
  instances: Instances;
  register: Register;
  /** Numbers that are newer than what was observed; in answers, not in events. Default: there are none. */
  numbers?: TargetNumbersOf | undefined;
  /** Default: nobody else observes. */
  catchUp?: Views["catchUp"];
};

/** Makes the views. What is pending at a provider whose table is not known yet is not told. */
export function createViews({ instances, register, numbers, catchUp = nothing }: ViewsOptions): Views {
  const tableOf = (provider: string): Capabilities | undefined => instances.find(provider)?.table();
  const stateOf = (streamId: string): StreamState => register.get(streamId)?.status.state ?? "unknown";

  const derive = (stream: StreamRecord, target: TargetWork): Derived => {
    const table = tableOf(stream.provider);
    if (!table) return {};
    const wishes = { ...target, table, streamState: stateOf(stream.id) };
    return { pending: pendingOf(wishes), notices: noticesOf(wishes) };
  };

  const pendingOfStream = (record: StreamRecord): Pending | undefined => {
    const table = tableOf(record.provider);
    return table && streamPendingOf({ ...streamWorkOf(record), table, streamState: stateOf(record.id) });
  };

  const numbersOf = ({ provider, providerId: streamId }: StreamRecord, { providerId: targetId }: TargetRecord) =>
    targetId === undefined ? undefined : numbers?.(provider, { streamId, targetId });

  const view = (stream: StreamRecord, record: TargetRecord): Target =>
    composeTarget(
      record,
      stream.provider,
      withNumbers(register.target(stream.id, record.id), numbersOf(stream, record)),
      derive(stream, targetWorkOf(record)),
    );

  return {
    catchUp,
    target: view,
    stream: (record, targets) =>
      composeStream(
        record,
        register.get(record.id),
        targets?.map((target) => view(record, target)),
        { pending: pendingOfStream(record) },
      ),
    place: ({ id, provider, providerId }, targets) => ({
      id,
      provider,
      providerId,
      targetIds: targets.flatMap((target) => target.providerId ?? []),
    }),
    basis({ id, provider, providerId: streamId, targetIds }) {
      const seen = [register.get(id), tableOf(provider)];
      return numbers ? [...seen, ...targetIds.map((targetId) => numbers(provider, { streamId, targetId }))] : seen;
    },
    toldTarget(stream, record, observed) {
      const work = targetWorkOf(record);
      const { pending, notices = [] } = derive(stream, work);
      const told = work.stored.told ? { pending, notices } : { notices: notices.filter(isLasting) };
      const seen = observed ?? register.target(stream.id, record.id);
      const target = composeTarget(record, stream.provider, seen, told);
      return observed ? target : { ...target, status: register.preview(heldTarget(target, record)).status };
    },
    toldStream(record, observed = register.get(record.id)) {
      const pending = pendingOfStream(record);
      const isWaiting = pending?.error !== undefined || (pending !== undefined && pending.applies !== "now");
      return composeStream(record, observed, undefined, isWaiting ? { pending } : {});
    },
  };
}

function* nothing(): Reading<void> {}

/** It is not about what is open. */
function isLasting({ code }: Notice): boolean {
  return code !== "deferred";
}
