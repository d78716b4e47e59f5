import { table } from "../markdown.ts";

/** What may be relied on. */
export function promises(): string {
  return [
    table(
      ["where", "delivered", "order", "doubles"],
      [
        [
          "`GET /v1/events`",
          "every event that follows the cursor and is still kept; else 410",
          "that of the log",
          "none: each event stands in the log once",
        ],
        [
          "`GET /v1/events/stream`",
          "the same, from the snapshot or from `Last-Event-ID` on, without a gap between what is stored and what is new",
          "that of the log",
          "none on one connection",
        ],
        [
          "[outgoing webhooks](webhooks.md#outgoing-webhooks)",
          "at least once, for as long as the retries last",
          "none",
          "possible: the same `id`, also in the header `webhook-id`",
        ],
        [
          "[receiver](webhooks.md#the-receiver-as-a-library) in your own code",
          "to each handler at least once, as long as the provider delivers again what was not answered with 2xx",
          "none; with `state`, what comes too late is not told",
          "possible after a handler threw: the same `id`",
        ],
        ["`watch()`", "while the loop runs, from the snapshot on", "that in which they were learnt", "none"],
      ],
    ),
    [
      "- **Deduplicate by `id`.** An event has one id for ever, in the log, in the stream and in every attempt of a webhook.",
      "- **Keep the highest `sequence` per target, and per stream for stream events; ignore what is lower.** Nothing is lost by that, because every event holds the whole state. Without a `sequence` (a hint in direct mode, `webhook_endpoint.disabled`) there is nothing to compare: take it.",
      "- **The order of the log is the order in which the gateway learnt of things**, not that in which they happened: `occurredAt` may go back from one event to the next, `sequence` never does.",
      "- **Late news is superseded.** What providers say is put in order by their own clock. A webhook that arrives after something newer about the same target changes nothing and yields no event. In whatever order and however often webhooks arrive, the state ends the same; which of the short states between are told can differ.",
      "- **A poll is evidence, and a weak one.** It loses against a webhook about the last two seconds before it was asked, and is then repeated.",
      "- **`assumed` is a guess**: it follows from what was seen, and nobody has said it. What is said later replaces it.",
      "- **A confirmation is no event.** One is sent only when the state, or the reason for it, changes. Numbers such as `bitrateBps` alone change nothing.",
      "- **One report can yield several events**: when a stream stops or pauses, each of its targets that stops with it has an event of its own.",
      "- **What belongs together is written together**, or not at all: a state, its events, the webhooks that are owed for them, and that the provider's webhook which told it is done. After a crash the gateway goes on from there; a webhook that was acknowledged and not yet taken in is taken in then, and what it had only seen itself it sees again, perhaps without the short states between.",
      "- **While the store cannot be written**, the gateway goes on observing. Of more than 2000 reports of the relay and of polls that wait, only the newest per target and stream is kept: it is told as the change since the first that is missing. Webhooks of providers are refused with 503 then, and delivered again by them.",
    ].join("\n"),
  ].join("\n\n");
}
