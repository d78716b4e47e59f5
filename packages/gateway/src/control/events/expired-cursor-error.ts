import { MultistreamError } from "@polycast/core";

/** The events behind this cursor are no longer (or not) in the log, so that nothing can be resumed from it without a gap. */
export class ExpiredCursorError extends MultistreamError {
  override name = "ExpiredCursorError";

  constructor() {
    super("not_found", "This cursor has expired: events that followed it are no longer kept.", {
      hint: "Start again without a cursor: the event stream begins with a snapshot that carries a new one.",
    });
  }
}
