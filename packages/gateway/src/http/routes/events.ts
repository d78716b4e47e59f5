import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { EventStreams } from "../event-streams.ts";
import { eventListQuery, eventQueryOf, eventStreamQuery, followEvents } from "../follow-events.ts";
import { VIEW_TOKEN_SCHEME } from "../describe-route.ts";
import { exampleOf } from "../example-of.ts";
import { jsonAnswer } from "../json-content.ts";
import type { Router } from "../route.ts";
import type { ServicesOf } from "../services.ts";
import { event, pageOf, snapshot } from "../schemas/answers.ts";

const tags = ["Events"];

/** Where events are followed. */
export const EVENT_STREAM_PATH = "/v1/events/stream";

const list = createRoute({
  method: "get",
  path: "/v1/events",
  operationId: "listEvents",
  summary: "List events, oldest first",
  description:
    "Without `after` it begins with the oldest that is kept. `cursor` is another name of `after`, as on the other lists: " +
    "send the `nextCursor` or the `cursor` of a page. A cursor whose events are gone is answered with 410.",
  tags,
  request: { query: eventListQuery },
  responses: {
    200: jsonAnswer(
      "A page of events.",
      pageOf(event).extend({
        cursor: z.string().meta({
          description: "Where this page ends: send it as `after` at any later time.",
          examples: ["4711"],
        }),
      }),
    ),
  },
});

const follow = createRoute({
  method: "get",
  path: EVENT_STREAM_PATH,
  operationId: "followEvents",
  summary: "Follow events as they happen (server-sent events)",
  description:
    "The first message is named `snapshot`; all that follow are unnamed events, without a gap and each once. " +
    "The `id` of a message is its cursor: send it as `Last-Event-ID` (or `after`) to resume behind it, without a snapshot. " +
    "A cursor whose events are gone is answered with 410. A client that reads too slowly is disconnected and may resume. " +
    "A browser sends a view token instead of a key: it then sees that one stream, from pages of any origin.",
  tags,
  security: [{ [VIEW_TOKEN_SCHEME]: [] }],
  request: {
    query: eventStreamQuery,
    headers: z.object({ "Last-Event-ID": z.string().optional() }),
  },
  responses: {
    200: {
      description: "The `data` of each message is JSON of this schema.",
      content: { "text/event-stream": { schema: z.union([snapshot, event]), example: exampleOf(event) } },
    },
  },
});

/** `/v1/events` */
export function addEventRoutes(add: Router, services: ServicesOf, streams: EventStreams): void {
  add(["read"], list, async (c) => c.json(await services(c).events.list(eventQueryOf(c, ["limit"])), 200), [410]);
  add(
    ["read"],
    follow,
    (c) => followEvents(c, { events: services(c).events, streams }, eventQueryOf(c)),
    // A snapshot of one stream that is not there, or of too many.
    [404, 409, 410],
  );
}
