import { type CallContext, createOnce, type HttpClient, MultistreamError, Secret } from "@polycast/core/provider";
import { isRefusal } from "../refuse.ts";
import { endpointAnswerSchema, endpointListAnswerSchema } from "../wire/webhook-endpoint.ts";

const ENDPOINTS = "/system/v1/webhooks";

/**
 * Makes Mux send its events to `url`. An address exists once per environment and its secret is told once, so one that
 * Mux has made without the answer having arrived is deleted and made again.
 *
 * @throws MultistreamError `conflict` when the address is registered already
 */
export async function registerWebhook(
  http: HttpClient,
  url: string,
  context: CallContext,
): Promise<{ id: string; secret: Secret<string> }> {
  const find = async (): Promise<string | undefined> => {
    const { data } = await http.send({ method: "GET", path: ENDPOINTS, schema: endpointListAnswerSchema, context });
    return data.data.find(({ address }) => address === url)?.id;
  };
  if ((await find()) !== undefined) throw alreadyRegistered();
  return createOnce({
    signal: context.signal,
    create: async () => {
      try {
        return await create(http, url, context);
      } catch (error) {
        if (isRefusal(error) && (await find().catch(() => undefined)) !== undefined) throw alreadyRegistered();
        throw error;
      }
    },
    find: async () => {
      const id = await find();
      if (id !== undefined) {
        await http.send({ method: "DELETE", path: `${ENDPOINTS}/${encodeURIComponent(id)}`, context });
      }
      return undefined;
    },
  });
}

async function create(http: HttpClient, url: string, context: CallContext) {
  const { data } = await http.send({
    method: "POST",
    path: ENDPOINTS,
    json: { address: url },
    secrets: [url],
    schema: endpointAnswerSchema,
    context,
  });
  const { id, signing_secret: secret } = data.data;
  if (secret) return { id, secret: new Secret(secret) };
  throw new MultistreamError("provider_response_invalid", "mux: the new webhook endpoint came without its secret.", {
    provider: "mux",
    outcome: "unknown",
    hint: "Find the endpoint's signing secret in Mux's dashboard.",
  });
}

function alreadyRegistered(): MultistreamError {
  return new MultistreamError(
    "conflict",
    "mux: this address is registered already, and its secret is told only once.",
    {
      provider: "mux",
      hint: "Use the signing secret that Mux's dashboard shows for it, or delete that endpoint there and register it again.",
    },
  );
}
