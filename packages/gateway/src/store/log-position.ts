/** A place in the log of events: a word to keep, to send and to compare with `comparePositions`. */
export type LogPosition = string;

/** Before all events that there ever were. */
export const LOG_BEGINNING: LogPosition = "0";

/** By which the log is ordered: the transaction first. */
export type LogPlace = { tx: number; position: number };

const pattern = /^(?:(?<tx>\d{1,16})-)?(?<position>\d{1,16})$/u;

/** A place as a word: `<position>` where transactions are not told apart, else `<tx>-<position>`. */
export function toLogPosition({ tx, position }: LogPlace): LogPosition {
  return tx === 0 ? String(position) : `${tx}-${position}`;
}

/** May this be the word for a place? */
export function isLogPosition(text: string): boolean {
  return pattern.test(text);
}

/** The place that a word stands for. @throws RangeError on any other word */
export function placeOf(word: LogPosition): LogPlace {
  const { tx = "0", position } = pattern.exec(word)?.groups ?? {};
  if (position === undefined) throw new RangeError("This is no position of the log.");
  return { tx: Number(tx), position: Number(position) };
}

/** Less than 0 when the first comes before the second, 0 when they are the same, else more. */
export function comparePositions(first: LogPosition, second: LogPosition): number {
  const [a, b] = [placeOf(first), placeOf(second)];
  return a.tx - b.tx || a.position - b.position;
}
