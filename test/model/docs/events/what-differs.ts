import { table } from "../markdown.ts";

/** Why the same thing is told differently. */
export function whatDiffers(): string {
  return table(
    ["", "Self-hosted relay", "Mux", "Livepeer Studio", "Castr"],
    [
      [
        "a state becomes known",
        "at once: the relay reports every step",
        "by webhook; read every 30 s besides, and every 5 s while no webhooks come",
        "by webhook; a read tells nothing of single targets",
        "by reading: every 5 s while live, every 45 s while idle",
      ],
      ["states between two looks", "none is missed", "can be missed without webhooks", "can be missed", "are missed"],
      [
        "`stream.reconnecting`",
        "after 3 s without media",
        "when Mux says `disconnected`; the session goes on until its reconnect window is over",
        "never: Livepeer has no word for it; an encoder that is lost ends the session, and one that comes back begins another",
        "never: an encoder that is seen to be lost ends the session; one that comes back between two looks cannot be told from one that never left",
      ],
      [
        "`target.connecting`",
        "reported",
        "reported (`starting`)",
        "assumed when the stream starts, until the target's first event; `target.unknown` after 3 minutes without one",
        "assumed for the first 30 s",
      ],
      [
        "`target.retrying`",
        "with its cause and the next attempt",
        "`provider_reports_error`: Mux gives no cause",
        "`provider_reports_error`: sent on the second failure, without a cause",
        "assumed: the target is offline while the stream is online",
      ],
      [
        "`target.failed`",
        "with its cause",
        "only where Mux says `fatal`",
        "never: Livepeer does not say that it gave up",
        "never: nor does Castr",
      ],
      [
        "targets at the end of a stream",
        "reported",
        "by webhook, or with the stream",
        "with the stream: Livepeer sends nothing about them then",
        "with the stream",
      ],
    ],
  );
}
