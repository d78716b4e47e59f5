import { type Store, targetsOf } from "../store/index.ts";
import { createKeptAnswers, type KeptAnswersLimits } from "./kept-answers.ts";
import { requireStream } from "./lookup.ts";
import type { AnswerPlace, Views } from "./views.ts";

/** Streams as they are answered, as JSON text. */
export type StreamAnswers = {
  /**
   * The text of a stream with its targets; at once where it is in memory.
   *
   * @param id our id
   * @param tenantId whose it must be; absent: anybody's
   * @throws MultistreamError `not_found`
   */
  text(id: string | undefined, tenantId?: string): string | Promise<string>;
};

export type StreamAnswersOptions = { store: Store; views: Views } & KeptAnswersLimits;

type Place = AnswerPlace & { tenantId?: string | undefined };

/**
 * Makes them. Where the store is this process's alone, an answer is kept until a commit writes one of its rows, or what
 * was observed of the stream becomes another: nobody reads anything older than what was last acknowledged. Where other
 * processes write as well, each answer is put together anew.
 */
export function createStreamAnswers({ store, views, ...limits }: StreamAnswersOptions): StreamAnswers {
  const kept = createKeptAnswers<Place>(limits);
  const isKeeping = store.exclusive && store.onRowsWritten !== undefined;
  let commits = 0;
  if (isKeeping) {
    store.onRowsWritten?.((rows) => {
      commits += 1;
      if (rows === "all") kept.clear();
      else for (const row of rows) kept.drop(row);
    });
  }

  const read = async (id: string | undefined, tenantId: string | undefined): Promise<string> => {
    const before = commits;
    const { record, answer } = await store.read(function* () {
      const record = yield* requireStream(id, tenantId);
      const targets = yield* targetsOf(record.id);
      const place: Place = { ...views.place(record, targets), tenantId: record.tenantId };
      const text = JSON.stringify(views.stream(record, targets));
      return { record, answer: { text, place, basis: views.basis(place), rows: targets.map((target) => target.id) } };
    });
    // What was written while it was read may be missing in it.
    if (isKeeping && before === commits) kept.put(record.id, answer);
    return answer.text;
  };

  return {
    text(id, tenantId) {
      const known = id === undefined ? undefined : kept.get(id);
      if (!known || (tenantId !== undefined && known.place.tenantId !== tenantId)) return read(id, tenantId);
      return isSame(known.basis, views.basis(known.place)) ? known.text : read(id, tenantId);
    },
  };
}

function isSame(before: readonly unknown[], now: readonly unknown[]): boolean {
  return before.length === now.length && before.every((one, index) => one === now[index]);
}
