/**
 * The operations that take the ids of what they make from the context, and answer with what a former run of the same
 * request has made: they may be run again when nobody knows what came of the first run.
 */
export const repeatable: ReadonlySet<string> = new Set([
  "createStream",
  "createTarget",
  "createWebhookEndpoint",
  "createApiKey",
]);
