import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { ControlPlane } from "../../control/control-plane.ts";
import { followEventsInput, listEventsInput } from "../../control/inputs.ts";
import type { EventStreams } from "../event-streams.ts";
import { HttpError } from "../http-error.ts";
import { jsonAnswer, queryOf, type Router } from "../route.ts";
import { event, pageOf, snapshot } from "../schemas/answers.ts";

const tags = ["Events"];

const cursor = z
  .string()
  .min(1)
  .max(255)
  .optional()
  .meta({ description: "Another name of `after`; send one of them." });

const list = createRoute({
  method: "get",
  path: "/v1/events",
  operationId: "listEvents",
  summary: "List events, oldest first",
  description:
    "Without `after` it begins with the oldest that is kept. `cursor` is another name of `after`, as on the other lists: " +
    "send the `nextCursor` or the `cursor` of a page. A cursor whose events are gone is answered with 410.",
  tags,
  request: { query: listEventsInput.extend({ cursor }) },
  responses: {
    200: jsonAnswer(
      "A page of events.",
      pageOf(event).extend({
        cursor: z.string().meta({ description: "Where this page ends: send it as `after` at any later time." }),
      }),
    ),
  },
});

const follow = createRoute({
  method: "get",
  path: "/v1/events/stream",
  operationId: "followEvents",
  summary: "Follow events as they happen (server-sent events)",
  description:
    "The first message is named `snapshot`; all that follow are unnamed events, without a gap and each once. " +
    "The `id` of a message is its cursor: send it as `Last-Event-ID` (or `after`) to resume behind it, without a snapshot. " +
    "A cursor whose events are gone is answered with 410. A client that reads too slowly is disconnected and may resume.",
  tags,
  request: {
    query: followEventsInput.extend({ cursor }),
    headers: z.object({ "Last-Event-ID": z.string().optional() }),
  },
  responses: {
    200: {
      description: "The `data` of each message is JSON of this schema.",
      content: { "text/event-stream": { schema: z.union([snapshot, event]) } },
    },
  },
});

/** `/v1/events` */
export function addEventRoutes(add: Router, { events }: ControlPlane, streams: EventStreams): void {
  add(["read"], list, async (c) => {
    const query = withAfter(queryOf(c, { numbers: ["limit"], lists: ["type"] }));
    return c.json(await events.list(query), 200);
  });
  add(["read"], follow, async (c) => {
    const query = withAfter(queryOf(c, { lists: ["type"] }));
    const lastEventId = c.req.header("last-event-id");
    const following = await events.follow(lastEventId === undefined ? query : { ...query, after: lastEventId });
    c.header("Content-Type", "text/event-stream");
    // nginx would hold the events back.
    c.header("X-Accel-Buffering", "no");
    if (c.req.method === "HEAD") return c.body(null, 200);
    const { outgoing } = c.env;
    return c.body(streams.open(following, outgoing && (() => void outgoing.destroy())), 200);
  });
}

/** @throws HttpError 422 when both names are there, because only one of them could hold. */
function withAfter(query: Record<string, unknown>): Record<string, unknown> {
  const { cursor, ...rest } = query;
  if (cursor === undefined) return query;
  if (rest["after"] === undefined) return { ...rest, after: cursor };
  throw new HttpError(422, "invalid_argument", "`cursor` and `after` are two names of the same thing.", {
    issues: [{ path: "cursor", message: "stands beside `after`" }],
    hint: "Send one of them.",
  });
}
