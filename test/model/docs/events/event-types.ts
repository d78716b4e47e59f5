import type { EndpointEvent, Event } from "@polycast/core";
import { type eventKinds, eventWords } from "../../words.ts";
import { code, folded, table } from "../markdown.ts";
import { exampleOf, sampleEndpointEvents, sampleEvents } from "./samples.ts";

const kinds: Record<(typeof eventKinds)[number], { title: string; text: string }> = {
  wish: {
    title: "Wishes",
    text: "Somebody asked for a change, through this API, and the provider has taken it. Sent once per change, when it is stored.",
  },
  change: {
    title: "A change's life",
    text: "For changes that wait, fail, or are made out of other calls. Whoever was told `target.change_pending` is told its end: `target.change_applied`, with the notice `undone` where the change was taken back before it was made; or `target.deleted`.",
  },
  fact: {
    title: "Facts",
    text: "Somebody saw it: the provider, by webhook or when it was read, or the relay. Sent when what is known changes, never when it is only confirmed. `data.previous.status` is what was known before; of a target, another `reason.code` in the same state is a change too.",
  },
  hint: {
    title: "Hints",
    text: "Worth knowing, and no state. `data.notice` says what. A hint has no `previous`. The gateway's own are `drift`, others have changed it at the provider, and `missing_at_provider`, the stream was deleted there and not here. One without `data.notice` says that nobody can tell the stream's state.",
  },
};

/** Every event type: when it is sent, and an example. */
export function eventTypes(): string {
  const parts = Object.entries(kinds).map(([kind, { title, text }]) => {
    const ofKind = [...sampleEvents].filter(([type]) => eventWords[type].kind === kind);
    const rows = ofKind.map(([type]) => [code(type), eventWords[type].meaning]);
    return [`### ${title}`, text, table(["type", "says"], rows), ...ofKind.map(([, event]) => example(event))].join(
      "\n\n",
    );
  });
  const own = [...sampleEndpointEvents.values()];
  const ofGateway = [
    "### The gateway's own",
    "About the gateway itself: no `streamId`, no `provider`, no `sequence`. They stand in the log and go to webhook endpoints; `watch()` and the receiver of the SDK never tell them.",
    table(
      ["type", "says"],
      [
        [
          code("webhook_endpoint.disabled"),
          "an endpoint was switched off: it answered 410 (`gone`), or nothing has reached it for 5 days (`failing`)",
        ],
      ],
    ),
    ...own.map(example),
  ];
  return [...parts, ofGateway.join("\n\n")].join("\n\n");
}

function example(event: Event | EndpointEvent): string {
  return folded(`<code>${event.type}</code>`, exampleOf(event));
}
