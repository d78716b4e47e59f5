/** The text of an answer and what it was made of. */
export type KeptAnswer<P> = {
  text: string;
  /** What is needed to look at that again. */
  place: P;
  /** Objects that are other ones as soon as the answer is. */
  basis: readonly unknown[];
  /** Rows beside the stream's own: its targets. */
  rows: readonly string[];
};

/** Answers by the stream that they are about; the ones that were asked for longest ago go first. */
export type KeptAnswers<P> = {
  get(id: string): KeptAnswer<P> | undefined;
  put(id: string, answer: KeptAnswer<P>): void;
  /** Forgets those that a row is in: a stream's, or a target's. */
  drop(row: string): void;
  clear(): void;
};

export type KeptAnswersLimits = {
  /** Default 2000. */
  maxAnswers?: number;
  /** Characters of all texts together. Default 8 Mi: 8 MB, or twice that where texts are not Latin. */
  maxLength?: number;
};

/** Makes it, empty. One answer that takes more than an eighth of the room is not kept. */
export function createKeptAnswers<P>(limits: KeptAnswersLimits = {}): KeptAnswers<P> {
  const { maxAnswers = 2000, maxLength = 8 * 1024 * 1024 } = limits;
  const answers = new Map<string, KeptAnswer<P>>();
  const streams = new Map<string, string>();
  let length = 0;

  const forget = (id: string): void => {
    const answer = answers.get(id);
    if (!answer) return;
    answers.delete(id);
    length -= answer.text.length;
    for (const row of answer.rows) streams.delete(row);
  };

  return {
    get(id) {
      const answer = answers.get(id);
      if (!answer) return undefined;
      // Re-inserted, so that the map's order is by last use.
      answers.delete(id);
      answers.set(id, answer);
      return answer;
    },
    put(id, answer) {
      forget(id);
      if (answer.text.length > maxLength / 8) return;
      answers.set(id, answer);
      length += answer.text.length;
      for (const row of answer.rows) streams.set(row, id);
      for (const oldest of answers.keys()) {
        if (answers.size <= maxAnswers && length <= maxLength) return;
        forget(oldest);
      }
    },
    drop: (row) => forget(streams.get(row) ?? row),
    clear() {
      answers.clear();
      streams.clear();
      length = 0;
    },
  };
}
