import { dropFlaggedPatterns } from "./drop-flagged-patterns.ts";
import type { App } from "./app.ts";
import { SECURITY_SCHEME, VIEW_TOKEN_SCHEME } from "./describe-route.ts";
import { describeOutgoing } from "./describe-outgoing.ts";
import { registerProblems } from "./problem-responses.ts";
import { problem } from "./schemas/answers.ts";
import { version } from "../version.ts";

const description = `One live stream in, many platforms out, whoever carries it.

Times are RFC 3339 strings in UTC. What is not known is absent. Lists are \`{ data, nextCursor }\`. Errors are
\`application/problem+json\`: \`code\` says what to do next, \`retryable\` whether the same request is worth repeating, and
\`outcome\` whether it may have happened all the same. 400 means that the request could not be read, 422 that it was read
and does not fit. Unions such as states, reasons and event types may grow: do not refuse a word that you do not know.

**Tenants.** An API key may be bound to a tenant: it then sees and makes only what is that tenant's, and everything else
is \`not_found\`. The header \`Polycast-Tenant\` narrows a key that is bound to none to one tenant, for one request. What
concerns the whole gateway, such as the webhooks of providers, needs a key that is bound to none.

**Repeating.** Send an \`Idempotency-Key\` with a POST, and repeat the same request with the same key until you have an
answer. For 24 hours, per API key and tenant, it is done once: repetitions get the status, headers and body of the first
answer, with \`Idempotent-Replayed: true\`. While the first still runs they get 409 with \`Retry-After\`; another method,
path, query or body under the same key gets 422. Only the answer to something that was done, or may have been
(\`outcome: unknown\`), is kept: after any other error nothing has happened, and the same key can be used again, also with
a mended body. After \`outcome: unknown\`, read what is there, and send a new key to do it again. If a gateway dies over
a request that creates a stream, a target, a webhook endpoint or an API key, a repetition finishes it: what was stored is
answered and not made again. An API key then gets a new secret. A stream that the provider had made and the gateway had not
stored stays there without a key that anybody knows; an import lists it. Any other request whose gateway died gets 409
with \`outcome: unknown\`. Both hold from the restart of a gateway that has its store alone, else two minutes after the
request came.

**Limits.** Each API key may make so many requests per second (setting \`rateLimit\`), counted per process: the headers
\`RateLimit-Policy\` and \`RateLimit\` say what is left, and 429 has \`Retry-After\`. Bodies have at most 1 MiB, and are not
compressed (415). What an operation does not know in its query, or what is given twice and is no list, is 422.`;

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
  app.openAPIRegistry.register("Problem", problem);
  registerProblems(app);
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
      { name: "API keys", description: "Who may use this API, and for which tenant." },
      { name: "System", description: "Health, help and metrics." },
    ],
  });
  dropFlaggedPatterns(document);
  return document;
}
