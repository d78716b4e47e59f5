import { all, type Reading } from "./access.ts";
import { compileOnce } from "./compile-once.ts";
import { db } from "./database.ts";
import type { StreamRecord } from "./streams.ts";
import { type TargetRecord, toRecord } from "./targets.ts";

/** All that is stored of a stream: the wishes, and the JSON of what was seen of it, where anything was. */
export type WholeStream = { record: StreamRecord; targets: TargetRecord[]; state: string | undefined };

/**
 * What is stored beside the rows of some streams: targets, oldest first, and states, by two queries for all of them.
 *
 * @param records in the order of their ids, and with few of other streams between them: those are read, too
 */
export function* loadWhole(records: readonly StreamRecord[]): Reading<WholeStream[]> {
  const [first, last] = [records.at(0)?.id, records.at(-1)?.id];
  if (first === undefined || last === undefined) return [];
  const whole = new Map(
    records.map((record): [string, WholeStream] => [record.id, { record, targets: [], state: undefined }]),
  );
  for (const row of yield* all(targetsWithin({ first, last }))) {
    whole.get(row.stream_id)?.targets.push(toRecord(row));
  }
  for (const { stream_id, body } of yield* all(statesWithin({ first, last }))) {
    const stream = whole.get(stream_id);
    if (stream) stream.state = body;
  }
  return [...whole.values()];
}

type Range = { first: string; last: string };

const targetsWithin = compileOnce(({ first, last }: Range) =>
  db
    .selectFrom("targets")
    .selectAll()
    .where("stream_id", ">=", first)
    .where("stream_id", "<=", last)
    .orderBy("created_at")
    .orderBy("id"),
);

const statesWithin = compileOnce(({ first, last }: Range) =>
  db
    .selectFrom("stream_states")
    .select(["stream_id", "body"])
    .where("stream_id", ">=", first)
    .where("stream_id", "<=", last),
);
