import {
  type CallContext,
  type HttpClient,
  type NewStream,
  type NewTarget,
  type StreamPatch,
  type TargetPatch,
  type TargetRef,
} from "@polycast/core/provider";
import * as z from "zod";
import { idSegment } from "./ids.ts";
import { passOptions } from "./provider-options.ts";
import { wirePending } from "./wire/pending.ts";
import { wireProvider } from "./wire/provider.ts";
import { wireCreated, wireIngest, wirePage, wireStream } from "./wire/stream.ts";
import { wireTarget } from "./wire/target.ts";

/** The most that a gateway puts on one page. */
export const PAGE_SIZE = 100;

const STREAMS = "/v1/streams";

type Listing = { limit: number; cursor?: string };

const stream = (id: string): string => `${STREAMS}/${idSegment("stream", id)}`;
const targets = (streamId: string): string => `${stream(streamId)}/targets`;
const target = ({ streamId, id }: TargetRef): string => `${targets(streamId)}/${idSegment("target", id)}`;

const ingestAnswer = z.object({ data: wireIngest });
const targetPage = wirePage(wireTarget);
const streamPage = wirePage(wireStream);
const providerPage = wirePage(wireProvider);
/** 202 says that it waits, 204 that it is done. */
const deletedAnswer = z.object({ pending: wirePending.optional() }).optional();
const createdEndpoint = z.object({ id: z.string().min(1), secret: z.string().min(1) });

/** The calls of the gateway's API that the adapter makes, one method each. What cannot be an id is `not_found` without a call. */
export type GatewayApi = ReturnType<typeof createGatewayApi>;

/** Those calls over an HTTP client. */
export function createGatewayApi(http: HttpClient) {
  const read = async <S extends z.ZodType>(path: string, schema: S, context: CallContext) =>
    http.send({ method: "GET", path, schema, context });
  const change = async <S extends z.ZodType>(
    method: "POST" | "PATCH" | "DELETE",
    path: string,
    { json, schema, context }: { json?: unknown; schema: S; context: CallContext },
  ): Promise<z.output<S>> => (await http.send({ method, path, json, schema, context })).data;

  return {
    listProviders: async (context: CallContext) => (await read("/v1/providers", providerPage, context)).data.data,
    createStream: async (input: NewStream, provider: string | undefined, context: CallContext) => {
      const json = { ...passOptions(input), targets: input.targets.map(passOptions), provider };
      return change("POST", STREAMS, { json, schema: wireCreated, context });
    },
    getStream: async (id: string, context: CallContext) => read(stream(id), wireStream, context),
    listStreams: async (searchParams: Listing, context: CallContext) =>
      http.send({ method: "GET", path: STREAMS, searchParams, schema: streamPage, context }),
    updateStream: async (id: string, patch: StreamPatch, context: CallContext) =>
      change("PATCH", stream(id), { json: passOptions(patch), schema: wireStream, context }),
    endStream: async (id: string, context: CallContext) =>
      change("POST", `${stream(id)}/end`, { schema: wireStream, context }),
    deleteStream: async (id: string, context: CallContext) =>
      http.send({ method: "DELETE", path: stream(id), context }),
    getIngest: async (id: string, context: CallContext) =>
      (await read(`${stream(id)}/ingest`, ingestAnswer, context)).data.data,
    rotateIngest: async (id: string, context: CallContext) =>
      (await change("POST", `${stream(id)}/ingest/rotate`, { schema: ingestAnswer, context })).data,
    createTarget: async (streamId: string, input: NewTarget, context: CallContext) =>
      change("POST", targets(streamId), { json: passOptions(input), schema: wireTarget, context }),
    getTarget: async (ref: TargetRef, context: CallContext) => (await read(target(ref), wireTarget, context)).data,
    listTargets: async (streamId: string, searchParams: Listing, context: CallContext) =>
      (await http.send({ method: "GET", path: targets(streamId), searchParams, schema: targetPage, context })).data,
    updateTarget: async (ref: TargetRef, patch: TargetPatch, context: CallContext) =>
      change("PATCH", target(ref), { json: passOptions(patch), schema: wireTarget, context }),
    restartTarget: async (ref: TargetRef, context: CallContext) =>
      change("POST", `${target(ref)}/restart`, { schema: wireTarget, context }),
    deleteTarget: async (ref: TargetRef, context: CallContext) =>
      change("DELETE", target(ref), { schema: deletedAnswer, context }),
    createWebhookEndpoint: async (url: string, context: CallContext) =>
      change("POST", "/v1/webhook-endpoints", { json: { url }, schema: createdEndpoint, context }),
  };
}
