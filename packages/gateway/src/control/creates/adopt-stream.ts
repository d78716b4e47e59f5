import type { Stream } from "@polycast/core";
import type { StreamRecord, TargetRecord, Writing } from "../../store/index.ts";
import type { Parts } from "../parts.ts";
import { beforeCall } from "../reconcile/work-after.ts";
import { toStoredWork } from "../reconcile/run/stored-work.ts";
import { targetWorkOf } from "../reconcile/run/states.ts";
import { writeNewStream } from "../streams/write-new-stream.ts";
import type { TargetRules } from "../targets/about-targets.ts";
import type { AskedStream, PreparedStream } from "./asked-stream.ts";
import { recordOf } from "./make-stream.ts";

/**
 * Stores the stream that a lost create has made, as it was asked for. Which of its targets are there is in doubt, as after
 * any lost call: they are looked for, and made where they are not, when it is reconciled.
 *
 * @param also is stored with it
 */
export async function adoptStream(
  parts: Omit<Parts, "creates">,
  { instance }: TargetRules,
  asked: AskedStream,
  prepared: PreparedStream,
  found: Pick<Stream, "id">,
  also: () => Writing<void>,
): Promise<void> {
  const { records, sent, now } = prepared;
  const answer = await instance.call((context) => instance.adapter.streams.get(found.id, context));
  const ingest = await instance.call((context) => instance.adapter.streams.getIngest(found.id, context));
  const { name, enabled } = answer;
  const record: StreamRecord = {
    ...recordOf(parts, asked, prepared, { provider: instance.name, providerId: answer.id, ingest }),
    // It may have died before it was switched off.
    accepted: JSON.stringify({ name, enabled }),
    work: JSON.stringify({ work: { since: now, attempts: 0 } }),
    dueAt: now,
  };
  const asking = new Set(sent);
  const targets = records.map((target) => ({ record: asking.has(target) ? inDoubt(target, now) : target }));
  await parts.observer.expecting(instance.name, () =>
    writeNewStream(parts, { record, targets, answer, sentAt: now, also }),
  );
  await parts.reconciler.run(record.id);
}

function inDoubt(record: TargetRecord, now: number): TargetRecord {
  const { stored, work } = targetWorkOf(record);
  const doubt = toStoredWork({ ...stored, work: beforeCall(work, "create", now, record.destinationHash) });
  return doubt === null ? record : { ...record, work: doubt };
}
