import { type CallContext, createOnce, type HttpClient, Secret, toHex } from "@polycast/core/provider";
import { endpointListSchema, endpointSchema } from "../wire/webhook.ts";

/** What Livepeer tells of streams and targets. */
export const webhookEvents = [
  "stream.started",
  "stream.idle",
  "multistream.connected",
  "multistream.error",
  "multistream.disconnected",
] as const;

const SECRET_BYTES = 32;

/**
 * Makes a webhook with a secret of its own; a second call makes a second one. Events of targets go only to webhooks of
 * the account's default project, whichever project the stream is in.
 *
 * @param url may hold a token, which is told nowhere
 */
export async function registerWebhook(
  http: HttpClient,
  url: string,
  context: CallContext,
): Promise<{ id: string; secret: Secret<string> }> {
  const sharedSecret = toHex(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)));
  const secrets = [sharedSecret, url];
  const json = { name: "Polycast", url, events: webhookEvents, sharedSecret };
  const { id } = await createOnce({
    create: async () =>
      (await http.send({ method: "POST", path: "/webhook", json, secrets, schema: endpointSchema, context })).data,
    // The list shows secrets in clear: ours is a mark that nobody else has.
    find: async () => {
      const searchParams = { limit: 1000 };
      const schema = endpointListSchema;
      const { data } = await http.send({ method: "GET", path: "/webhook", searchParams, secrets, schema, context });
      return data.find((endpoint) => endpoint.sharedSecret === sharedSecret);
    },
    signal: context.signal,
  });
  return { id, secret: new Secret(sharedSecret) };
}
