import type { NewStream } from "@polycast/core/provider";
import type { StreamRecord, TargetRecord } from "../../store/index.ts";
import type { Parts } from "../parts.ts";
import { inputFor } from "../providers/provider-input.ts";
import { targetInputOf } from "../reconcile/run/target-input.ts";
import { checkNewTarget, type TargetRules } from "../targets/about-targets.ts";
import { newTargetRecord } from "../targets/target-record.ts";

/** A stream that is asked for, with the ids that it and its targets get. */
export type AskedStream = {
  id: string;
  /** Of its targets, in their order. */
  targetIds: readonly string[];
  tenantId?: string | undefined;
  wanted: NewStream;
};

/** What its provider is asked for, and the rows that it becomes. */
export type PreparedStream = {
  input: NewStream;
  notices: StreamRecord["notices"];
  /** Of all targets. */
  records: TargetRecord[];
  /** Of those that the provider is asked for at once. */
  sent: TargetRecord[];
  /** When it was prepared, milliseconds since 1970. */
  now: number;
};

/**
 * Checks everything that can be checked without a call, and makes what the provider is asked for: not what it does not
 * take at once (a target that is off where there is no switch, more than it takes).
 *
 * @throws CapabilityError `unsupported`; MultistreamError `invalid_argument`
 */
export function prepareStream(
  parts: Pick<Parts, "sealer" | "hash" | "clock">,
  rules: TargetRules,
  { id, targetIds, wanted }: AskedStream,
): PreparedStream {
  const now = parts.clock.now();
  const { instance, table } = rules;
  const pairs = wanted.targets.map((target, index) => {
    const notices = checkNewTarget(rules, target, `targets.${index}.`);
    const place = { streamId: id, table, now, id: targetIds[index] };
    return { target, record: newTargetRecord(parts, place, target, notices) };
  });
  const sendable = pairs.filter(({ record }) => record.work !== undefined);
  const sent = sendable.slice(0, table.limits.targetsPerStream);
  const { input, notices } = inputFor(instance, table.stores.stream, wanted);
  const targets = sent.map(({ record, target }) => targetInputOf(record, target.destination, table));
  return {
    input: { ...input, targets },
    notices,
    records: pairs.map(({ record }) => record),
    sent: sent.map(({ record }) => record),
    now,
  };
}
