import { first, type Reading, run, type Writing } from "./access.ts";
import { compileOnce } from "./compile-once.ts";
import { db } from "./database.ts";
import type { EpochMs } from "./tables.ts";

/** Puts what observations have left behind of a stream in the place of what was there. @throws MultistreamError `conflict` when there is no such stream. */
export function* saveStreamState(state: {
  streamId: string;
  /** JSON of the registers. */ body: string;
  at: EpochMs;
}): Writing<void> {
  yield* run(upsert(state));
}

const upsert = compileOnce(({ streamId, body, at }: { streamId: string; body: string; at: EpochMs }) =>
  db
    .insertInto("stream_states")
    .values({ stream_id: streamId, body, updated_at: at })
    .onConflict((conflict) => conflict.column("stream_id").doUpdateSet({ body, updated_at: at })),
);

/** JSON of the registers of a stream; absent when nothing was observed of it. */
export function* getStreamState(streamId: string): Reading<string | undefined> {
  return (yield* first(db.selectFrom("stream_states").select("body").where("stream_id", "=", streamId)))?.body;
}
