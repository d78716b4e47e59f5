import {
  type CallContext,
  type HttpAnswer,
  type HttpClient,
  type HttpRequest,
  walkPages,
} from "@polycast/core/provider";
import { type DestinationFields, secretsOf } from "./destination-fields.ts";
import { idSegment } from "./ids.ts";
import { streamAnswerSchema, streamListAnswerSchema, type WireStream } from "./wire/live-stream.ts";
import { targetAnswerSchema, type WireTarget } from "./wire/simulcast-target.ts";

const STREAMS = "/video/v1/live-streams";
/** The most that Mux puts on one page. */
const PAGE_SIZE = 100;

/** A simulcast target as it is asked for. */
export type TargetFields = DestinationFields & { passthrough: string };

/** What was answered, and when. */
export type Answer<T> = Pick<HttpAnswer<unknown>, "sentAt" | "receivedAt" | "headers"> & { data: T };

/** The calls of Mux's API that the adapter makes, one method each. What cannot be an id is `not_found` without a call. */
export type MuxApi = ReturnType<typeof createMuxApi>;

const stream = (id: string): string => `${STREAMS}/${idSegment("stream", id)}`;
const targets = (streamId: string): string => `${stream(streamId)}/simulcast-targets`;
const target = (streamId: string, id: string): string => `${targets(streamId)}/${idSegment("target", id)}`;

/** Those calls over an HTTP client. */
export function createMuxApi(http: HttpClient) {
  const readStream = async (request: Omit<HttpRequest, "schema">): Promise<Answer<WireStream>> => {
    const { data, ...times } = await http.send({ ...request, schema: streamAnswerSchema });
    return { ...times, data: data.data };
  };
  const readTarget = async (request: Omit<HttpRequest, "schema">): Promise<Answer<WireTarget>> => {
    const { data, ...times } = await http.send({ ...request, schema: targetAnswerSchema });
    return { ...times, data: data.data };
  };

  /** Newest first, as far as Mux's own example tells; `limit` is always sent, since the documented defaults differ. */
  async function listStreams(
    searchParams: { page: number; limit: number },
    context: CallContext,
  ): Promise<Answer<WireStream[]>> {
    const request = { method: "GET", path: STREAMS, searchParams, schema: streamListAnswerSchema, context } as const;
    const { data, ...times } = await http.send(request);
    return { ...times, data: data.data };
  }

  return {
    listStreams,
    /** The list page by page: only a page that is not full says that it is the last one. */
    walkStreams: (maxPages: number, context: CallContext) =>
      walkPages(
        maxPages,
        async (page: number = 1): Promise<Answer<WireStream[]> & { next?: number }> => {
          const answer = await listStreams({ page, limit: PAGE_SIZE }, context);
          return answer.data.length < PAGE_SIZE ? answer : { ...answer, next: page + 1 };
        },
        ({ data }) => data.map(({ id }) => id),
      ),
    createStream: (fields: Record<string, unknown>, inline: readonly TargetFields[], context: CallContext) => {
      const json = inline.length === 0 ? fields : { ...fields, simulcast_targets: inline };
      return readStream({ method: "POST", path: STREAMS, json, secrets: inline.flatMap(secretsOf), context });
    },
    getStream: async (id: string, context: CallContext) => readStream({ method: "GET", path: stream(id), context }),
    patchStream: async (id: string, json: Record<string, unknown>, context: CallContext) =>
      readStream({ method: "PATCH", path: stream(id), json, context }),
    /** Their answers have no documented body, so none is read. */
    putAction: async (id: string, action: "complete" | "enable" | "disable", context: CallContext) =>
      http.send({ method: "PUT", path: `${stream(id)}/${action}`, context }),
    resetStreamKey: async (id: string, context: CallContext) => {
      // Repeated after a lost answer it makes yet another key, and the last one is the one that is told.
      const request = { method: "POST", path: `${stream(id)}/reset-stream-key`, repeatable: true } as const;
      return readStream({ ...request, context });
    },
    deleteStream: async (id: string, context: CallContext) =>
      http.send({ method: "DELETE", path: stream(id), context }),
    createTarget: async (id: string, json: TargetFields, context: CallContext) =>
      readTarget({ method: "POST", path: targets(id), json, secrets: secretsOf(json), context }),
    getTarget: async (id: string, targetId: string, context: CallContext) =>
      readTarget({ method: "GET", path: target(id, targetId), context }),
    deleteTarget: async (id: string, targetId: string, context: CallContext) =>
      http.send({ method: "DELETE", path: target(id, targetId), context }),
  };
}
