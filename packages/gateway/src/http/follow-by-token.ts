import type { MiddlewareHandler } from "hono";
import type { View } from "../control/events/view-tokens.ts";
import type { Failures } from "./access/failures.ts";
import type { EventStreams } from "./event-streams.ts";
import { checkQuery, knownQuery } from "./check-query.ts";
import { eventQueryOf, eventStreamQuery, followEvents } from "./follow-events.ts";
import { HttpError } from "./http-error.ts";
import type { RequestEnv } from "./request-env.ts";
import type { ServicesOf } from "./services.ts";

/** Pages of any origin may read these answers; no cookie or key is involved. */
const corsHeaders = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "Retry-After, X-Request-Id",
};
/** For pages that read the stream with `fetch`; an `EventSource` asks for no leave. */
const preflightHeaders = {
  "Access-Control-Allow-Methods": "GET, HEAD",
  "Access-Control-Allow-Headers": "Last-Event-ID, Cache-Control, X-Request-Id",
  "Access-Control-Max-Age": "600",
};

/** As the route has it, which such a request never reaches. */
const known = knownQuery({ request: { query: eventStreamQuery } });

/** What it works with. */
export type FollowByTokenOptions = { services: ServicesOf; streams: EventStreams; failures: Failures };

/**
 * Serves `?token=pcvt_…`: a browser follows one stream, seeing what the public may, without an API key. A request
 * without a token passes on.
 */
export function followByToken(options: FollowByTokenOptions): MiddlewareHandler<RequestEnv> {
  const { services, streams, failures } = options;
  return async (c, next) => {
    const tokens = c.req.queries("token");
    if (tokens === undefined) return next();
    for (const [name, value] of Object.entries(corsHeaders)) c.header(name, value);
    if (c.req.method === "OPTIONS") return c.body(null, 204, preflightHeaders);
    if (c.req.method !== "GET" && c.req.method !== "HEAD") return next();
    const { events, viewTokens } = services(c);
    const [token = ""] = tokens;
    const view = tokens.length === 1 ? await viewTokens.find(token) : undefined;
    if (!view) {
      failures.add(c);
      throw notKnown();
    }
    checkQuery(c, known);
    const { token: _token, ...query } = eventQueryOf(c);
    return followEvents(c, { events, streams }, narrowed(query, view), { expiresAt: view.expiresAt });
  };
}

/** @throws HttpError 403 when another stream is asked for. */
function narrowed(query: Record<string, unknown>, { streamId }: View): Record<string, unknown> {
  if (query["streamId"] === undefined || query["streamId"] === streamId) return { ...query, streamId };
  throw new HttpError(403, "forbidden", "This view token is for another stream.", {
    hint: "Leave `streamId` out, or make a token for that stream.",
  });
}

function notKnown(): HttpError {
  return new HttpError(401, "unauthenticated", "This view token is not known or has expired.", {
    hint: "Make a new one with `POST /v1/streams/{id}/view-tokens` on your server, and connect with it.",
    headers: { "WWW-Authenticate": 'Bearer realm="polycast", error="invalid_token"' },
  });
}
