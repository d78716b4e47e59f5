import type { CallContext, HttpAnswer, HttpClient, HttpRequest } from "@polycast/core/provider";
import type { z } from "zod";
import { type DestinationFields, secretsOf } from "./destination-fields.ts";
import { KnownSecrets } from "./known-secrets.ts";
import { streamAnswerSchema, streamListAnswerSchema, type WireStream } from "./wire/live-stream.ts";
import { targetAnswerSchema, type WireTarget } from "./wire/simulcast-target.ts";

const STREAMS = "/video/v1/live-streams";

/** A simulcast target as it is asked for. */
export type TargetFields = DestinationFields & { passthrough: string };

/** What was answered, and when. */
export type Answer<T> = Pick<HttpAnswer<unknown>, "sentAt" | "receivedAt"> & { data: T };

/** The calls of Mux's API that the adapter makes, one method each. Ids are checked before they come here. */
export type MuxApi = {
  createStream(
    fields: Record<string, unknown>,
    targets: readonly TargetFields[],
    context: CallContext,
  ): Promise<Answer<WireStream>>;
  getStream(id: string, context: CallContext): Promise<Answer<WireStream>>;
  /** Newest first, as far as Mux's own example tells; `limit` is always sent, since the documented defaults differ. */
  listStreams(query: { page: number; limit: number }, context: CallContext): Promise<Answer<WireStream[]>>;
  patchStream(id: string, fields: Record<string, unknown>, context: CallContext): Promise<Answer<WireStream>>;
  /** Their answers have no documented body, so none is read. */
  putAction(id: string, action: "complete" | "enable" | "disable", context: CallContext): Promise<void>;
  resetStreamKey(id: string, context: CallContext): Promise<Answer<WireStream>>;
  deleteStream(id: string, context: CallContext): Promise<void>;
  createTarget(streamId: string, fields: TargetFields, context: CallContext): Promise<Answer<WireTarget>>;
  getTarget(streamId: string, id: string, context: CallContext): Promise<Answer<WireTarget>>;
  deleteTarget(streamId: string, id: string, context: CallContext): Promise<void>;
};

const stream = (id: string): string => `${STREAMS}/${encodeURIComponent(id)}`;
const targets = (streamId: string): string => `${stream(streamId)}/simulcast-targets`;
const target = (streamId: string, id: string): string => `${targets(streamId)}/${encodeURIComponent(id)}`;

/** Those calls over an HTTP client. */
export function createMuxApi(http: HttpClient): MuxApi {
  const known = new KnownSecrets();

  /** @param id of the stream whose credentials may be echoed */
  const send = <S extends z.ZodType>({
    id,
    ...request
  }: HttpRequest<S> & { id?: string }): Promise<HttpAnswer<z.output<S>>> => {
    const echoed = id === undefined ? [] : known.of(id);
    return http.send({ ...request, secrets: [...(request.secrets ?? []), ...echoed] });
  };
  const readStream = async (request: Omit<HttpRequest, "schema"> & { id?: string }): Promise<Answer<WireStream>> => {
    const { data, sentAt, receivedAt } = await send({ ...request, schema: streamAnswerSchema });
    known.note(data.data);
    return { data: data.data, sentAt, receivedAt };
  };
  const readTarget = async (request: Omit<HttpRequest, "schema"> & { id: string }): Promise<Answer<WireTarget>> => {
    const { data, sentAt, receivedAt } = await send({ ...request, schema: targetAnswerSchema });
    return { data: data.data, sentAt, receivedAt };
  };

  return {
    createStream: (fields, inline, context) => {
      const json = inline.length === 0 ? fields : { ...fields, simulcast_targets: inline };
      return readStream({ method: "POST", path: STREAMS, json, secrets: inline.flatMap(secretsOf), context });
    },
    getStream: (id, context) => readStream({ id, method: "GET", path: stream(id), context }),
    async listStreams(searchParams, context) {
      const request = { method: "GET", path: STREAMS, searchParams, schema: streamListAnswerSchema, context } as const;
      const { data, sentAt, receivedAt } = await send(request);
      for (const each of data.data) known.note(each);
      return { data: data.data, sentAt, receivedAt };
    },
    patchStream: (id, json, context) => readStream({ id, method: "PATCH", path: stream(id), json, context }),
    async putAction(id, action, context) {
      await send({ id, method: "PUT", path: `${stream(id)}/${action}`, context });
    },
    resetStreamKey: (id, context) => {
      // Repeated after a lost answer it makes yet another key, and the last one is the one that is told.
      const request = { method: "POST", path: `${stream(id)}/reset-stream-key`, repeatable: true } as const;
      return readStream({ ...request, id, context });
    },
    async deleteStream(id, context) {
      await send({ id, method: "DELETE", path: stream(id), context });
    },
    createTarget: (id, json, context) =>
      readTarget({ id, method: "POST", path: targets(id), json, secrets: secretsOf(json), context }),
    getTarget: (id, targetId, context) => readTarget({ id, method: "GET", path: target(id, targetId), context }),
    async deleteTarget(id, targetId, context) {
      await send({ id, method: "DELETE", path: target(id, targetId), context });
    },
  };
}
