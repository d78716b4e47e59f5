import type { HttpBindings } from "@hono/node-server";
import type { Context } from "hono";
import * as z from "zod";
import type { Events } from "../control/events/events.ts";
import { followEventsInput, listEventsInput } from "../control/inputs.ts";
import type { EventStreams, Viewer } from "./event-streams.ts";
import { callerOf } from "./access/caller-of.ts";
import { HttpError } from "./http-error.ts";
import type { RequestEnv } from "./request-env.ts";
import { queryOf } from "./query-of.ts";

const cursor = z
  .string()
  .min(1)
  .max(255)
  .optional()
  .meta({ description: "Another name of `after`; send one of them." });

/** What may be asked of the list of events. */
export const eventListQuery = listEventsInput.extend({ cursor });

/** What may be asked of the stream of events. */
export const eventStreamQuery = followEventsInput.extend({
  cursor,
  token: z.string().optional().meta({ description: "A view token, `pcvt_…`, where no API key is sent." }),
});

/**
 * Answers with the events as they happen. A `Last-Event-ID` goes before `after`: a browser that reconnects repeats the
 * address and sends how far it has come in the header.
 */
export async function followEvents(
  c: Context<RequestEnv>,
  { events, streams }: { events: Events; streams: EventStreams },
  query: Record<string, unknown>,
  viewer?: Viewer,
): Promise<Response> {
  const lastEventId = c.req.header("last-event-id");
  const resumed = lastEventId === undefined || lastEventId === "" ? query : { ...query, after: lastEventId };
  const following = await events.follow(resumed);
  c.header("Content-Type", "text/event-stream");
  // nginx would hold the events back.
  c.header("X-Accel-Buffering", "no");
  if (c.req.method === "HEAD") return c.body(null, 200);
  // Absent, whatever its type says, when the app is called without a server.
  const bindings: Partial<HttpBindings> | undefined = c.env;
  const outgoing = bindings?.outgoing;
  const disconnect = outgoing && (() => void outgoing.destroy());
  const client = viewer ? { viewer } : { key: callerOf(c).key };
  return c.body(streams.open(following, { disconnect, ...client }), 200);
}

/** Which events are asked for. @throws HttpError 422 when both names of the cursor are there. */
export function eventQueryOf(c: Context<RequestEnv>, numbers: readonly string[] = []): Record<string, unknown> {
  const query = queryOf(c, { numbers, lists: ["type"] });
  const { cursor, ...rest } = query;
  if (cursor === undefined) return query;
  if (rest["after"] === undefined) return { ...rest, after: cursor };
  throw new HttpError(422, "invalid_argument", "`cursor` and `after` are two names of the same thing.", {
    issues: [{ path: "cursor", message: "stands beside `after`" }],
    hint: "Send one of them.",
  });
}
