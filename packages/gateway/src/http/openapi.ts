import { dropFlaggedPatterns } from "./drop-flagged-patterns.ts";
import { type App, SECURITY_SCHEME, VIEW_TOKEN_SCHEME } from "./route.ts";
import { describeOutgoing } from "./describe-outgoing.ts";
import { version } from "../version.ts";

const description = `One live stream in, many platforms out, whoever carries it.

Times are RFC 3339 strings in UTC. What is not known is absent. Lists are \`{ data, nextCursor }\`. Errors are
\`application/problem+json\`: \`code\` says what to do next, \`retryable\` whether the same request is worth repeating, and
\`outcome\` whether it may have happened all the same. 400 means that the request could not be read, 422 that it was read
and does not fit. Unions such as states, reasons and event types may grow: do not refuse a word that you do not know.`;

/** The OpenAPI 3.1 document of all routes that were added. */
export function describeApi(app: App): ReturnType<App["getOpenAPI31Document"]> {
  app.openAPIRegistry.registerComponent("securitySchemes", SECURITY_SCHEME, {
    type: "http",
    scheme: "bearer",
    bearerFormat: "pcsk_…",
    description: "An API key with the scopes that an operation names; `admin` includes all, `write` includes `read`.",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", VIEW_TOKEN_SCHEME, {
    type: "apiKey",
    in: "query",
    name: "token",
    description: "A view token, `pcvt_…`: it follows one stream, read-only, for at most an hour.",
  });
  describeOutgoing(app);
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Polycast gateway",
      version,
      description,
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
    },
    servers: [{ url: "/", description: "This gateway" }],
    tags: [
      { name: "Streams", description: "One ingest that fans out." },
      { name: "Targets", description: "One push of a stream to somewhere else." },
      { name: "Events", description: "What was asked for and what was observed." },
      { name: "Webhooks", description: "Events that are sent to your endpoints, and what providers have sent here." },
      { name: "Providers", description: "Who carries the streams." },
      { name: "System", description: "Health and help; these need no key." },
    ],
  });
  dropFlaggedPatterns(document);
  return document;
}
