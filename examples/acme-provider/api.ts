import {
  type CallContext,
  defined,
  type HttpAnswer,
  type HttpClient,
  type HttpRequest,
  ifThere,
  walkPages,
} from "@polycast/core/provider";
import { idSegment } from "./ids.ts";
import { wirePageSchema, type WireStream, wireStreamSchema, type WireTarget, wireTargetSchema } from "./wire.ts";

/** A target's fields as they are written; those that a change leaves out stay. */
export type TargetFields = Partial<Pick<WireTarget, "name" | "reference" | "url" | "stream_key" | "enabled">>;
/** The same of a stream. */
export type StreamFields = Partial<Pick<WireStream, "name" | "reference" | "enabled">>;

type StreamPage = Pick<HttpAnswer<unknown>, "sentAt" | "receivedAt"> & { data: WireStream[]; next?: string };
type Listing = { cursor?: string | undefined; limit: number; client_token?: string };

/** Acme's largest page. */
const PAGE_SIZE = 100;
/** 100 000 streams. */
const MAX_PAGES = 1_000;

const streamPath = (id: string): string => `/streams/${idSegment("stream", id)}`;
const targetsPath = (streamId: string): string => `${streamPath(streamId)}/targets`;
const targetPath = (streamId: string, id: string): string => `${targetsPath(streamId)}/${idSegment("target", id)}`;

/** The calls of Acme's API that the adapter makes, one method each. */
export type AcmeApi = ReturnType<typeof createAcmeApi>;

/** Those calls over an HTTP client. */
export function createAcmeApi(http: HttpClient) {
  const stream = (request: Omit<HttpRequest, "schema">): Promise<HttpAnswer<WireStream>> =>
    http.send({ ...request, schema: wireStreamSchema });
  const target = (request: Omit<HttpRequest, "schema">): Promise<HttpAnswer<WireTarget>> =>
    http.send({ ...request, schema: wireTargetSchema });

  async function listStreams(searchParams: Listing, context: CallContext): Promise<StreamPage> {
    const request = { method: "GET", path: "/streams", searchParams, schema: wirePageSchema, context } as const;
    const { data, sentAt, receivedAt } = await http.send(request);
    return defined({ data: data.data, next: data.next_cursor ?? undefined, sentAt, receivedAt });
  }

  return {
    /** Newest first. */
    listStreams,
    walkStreams: (context: CallContext) =>
      walkPages(MAX_PAGES, (cursor?: string) => listStreams({ cursor, limit: PAGE_SIZE }, context)),
    getStream: async (id: string, context: CallContext) => stream({ method: "GET", path: streamPath(id), context }),
    createStream: (json: StreamFields & { targets: TargetFields[]; client_token: string }, context: CallContext) =>
      stream({ method: "POST", path: "/streams", json, context }),
    patchStream: async (id: string, json: StreamFields, context: CallContext) =>
      stream({ method: "PATCH", path: streamPath(id), json, context }),
    /** Nothing happens to a stream that is over already, so a repeat does no harm. */
    endStream: async (id: string, context: CallContext) =>
      stream({ method: "POST", path: `${streamPath(id)}/end`, repeatable: true, context }),
    /** One that is gone already is a success. */
    deleteStream: async (id: string, context: CallContext) =>
      ifThere(http.send({ method: "DELETE", path: streamPath(id), context })),
    getTarget: async (streamId: string, id: string, context: CallContext) =>
      target({ method: "GET", path: targetPath(streamId, id), context }),
    createTarget: async (streamId: string, json: TargetFields & { client_token: string }, context: CallContext) =>
      target({ method: "POST", path: targetsPath(streamId), json, context }),
    patchTarget: async (streamId: string, id: string, json: TargetFields, context: CallContext) =>
      target({ method: "PATCH", path: targetPath(streamId, id), json, context }),
    /** One that is gone already is a success. */
    deleteTarget: async (streamId: string, id: string, context: CallContext) =>
      ifThere(http.send({ method: "DELETE", path: targetPath(streamId, id), context })),
  };
}
