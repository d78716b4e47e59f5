import * as z from "zod";
import type { CallContext } from "../contract/call-context.ts";
import type { ProviderRequest } from "../contract/provider-request.ts";
import type { HttpClient } from "./http-client.ts";
import { readProviderRequest } from "./read-provider-request.ts";

/** Sends what is asked for through the raw door. @throws MultistreamError `invalid_argument`; what the client throws */
export async function callProvider(
  client: HttpClient,
  request: ProviderRequest,
  context: Partial<CallContext>,
): Promise<unknown> {
  const { method, path, searchParams, json } = readProviderRequest(request);
  const answer = await client.send({
    method,
    path,
    json,
    ...(searchParams ? { searchParams } : {}),
    schema: z.unknown(),
    context: { ...context, signal: context.signal ?? new AbortController().signal },
  });
  return answer.data;
}
