import { stateColours } from "../text/state-colours.ts";
import { plainCell } from "../text/plain-cell.ts";
import type { Style } from "./io.ts";
import type { NoticeView, PendingView } from "./views.ts";

/** A state in its colour. */
export function showState(state: string, style: Style): string {
  const text = plainCell(state);
  const colour = stateColours[state];
  return colour === undefined ? text : style(colour, text);
}

const when: Readonly<Record<string, string>> = {
  now: "at once",
  stream_idle: "when the stream is idle",
  next_session: "with the next session",
};

/** What is asked for and not yet in effect, in words; empty when there is nothing. */
export function showPending(pending: PendingView | undefined): string {
  if (!pending) return "";
  const { changes, applies, error } = pending;
  const later = `${changes.join(" and ")} ${when[applies] ?? applies}`;
  return plainCell(error === undefined ? later : `${later}; the last attempt failed: ${error.message}`);
}

/** Notices line by line. */
export function showNotices(notices: readonly NoticeView[], style: Style): string[] {
  return notices.map(({ message }) => `${style("yellow", "!")} ${plainCell(message)}`);
}

/** A time to the second, in UTC; what is not known is a dash. */
export function showTime(time: string | undefined): string {
  if (time === undefined) return "–";
  return plainCell(time.replace("T", " ").replace(/\.\d+/u, ""));
}
