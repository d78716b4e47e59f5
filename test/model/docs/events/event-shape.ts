import { code, table } from "../markdown.ts";
import { exampleOf, sampleEvents } from "./samples.ts";

/** What every event has. */
export function eventShape(): string {
  const event = sampleEvents.get("target.retrying");
  return [
    "Every event holds the whole target or stream as it is after the change, so that one event alone is enough to show it. The shape is the same in `GET /v1/events`, in the event stream, in outgoing webhooks, in `watch()` and, with a state store, in the webhook receiver. Times are RFC 3339 in UTC; what is not known is absent. More types, fields and words may come: do not refuse one that you do not know.",
    event ? exampleOf(event) : "",
    table(
      ["field", "meaning"],
      [
        [code("id"), "of the event: the same wherever and however often it arrives"],
        [code("type"), "what has happened: the types are below"],
        [
          code("sequence"),
          "grows with every later event about the same target, or about the same stream; numbers may be left out",
        ],
        [`${code("provider")}, ${code("streamId")}`, "the instance that carries the stream, and the stream"],
        [code("sessionId"), "the stretch of sending that it belongs to, where that is known"],
        [code("occurredAt"), "when it happened, by the clock of who saw it"],
        [code("observedAt"), "when Polycast learnt of it, by its own clock"],
        [
          code("source"),
          "who says so: `webhook`, `poll`, `api` (the answer to a call), `relay`; or `assumed`: nobody said it, it follows from what was said and may turn out wrong",
        ],
        [
          `${code("data.target")} or ${code("data.stream")}`,
          "the whole thing after the change; a stream without its targets",
        ],
        [code("data.previous"), "the fields that were different before, where that is known"],
        [code("data.changed"), "names of the changed fields, on `stream.updated` and `target.updated`"],
        [code("data.notice"), "what the hint says, on `stream.warning` and `target.warning`"],
      ],
    ),
  ].join("\n\n");
}
