import {
  type CallContext,
  defined,
  type HttpAnswer,
  type HttpClient,
  ifThere,
  walkPages,
} from "@polycast/core/provider";
import { idSegment } from "./ids.ts";
import { type CreatedPlatform, createdPlatformSchema } from "./wire/created-platform.ts";
import { type LiveStream, liveStreamSchema } from "./wire/live-stream.ts";
import { type LiveStreamPage, liveStreamPageSchema } from "./wire/live-stream-page.ts";

const STREAMS = "/live_streams";
const PAGE_SIZE = 100;

export type NewLiveStream = { name: string; enabled: boolean; settings?: Record<string, unknown> };
export type NewPlatform = { template: "custom"; name: string; server: string; key: string; enabled: boolean };
export type LiveStreamPatch = Partial<NewLiveStream>;
export type PlatformPatch = Partial<Pick<NewPlatform, "name" | "server" | "key" | "enabled">>;

/** When an answer was asked for and came, by our own clock, and its headers with Castr's. */
export type AnswerTimes = Pick<HttpAnswer<unknown>, "sentAt" | "receivedAt" | "headers">;

/** A page of the list; `castrTime` is Castr's own clock, where the answer tells it. */
export type StreamPage = LiveStreamPage & { at: AnswerTimes; castrTime?: number };

const streamPath = (id: string): string => `${STREAMS}/${idSegment("stream", id)}`;
const platformPath = (streamId: string, id: string): string =>
  `${streamPath(streamId)}/platforms/${idSegment("target", id)}`;

/**
 * The calls of Castr's API that are used here, each as it is on the wire. Every 2xx is a success, whatever its body.
 * What cannot be an id is `not_found` without a call.
 */
export type CastrApi = ReturnType<typeof createCastrApi>;

/** Those calls over an HTTP client. */
export function createCastrApi(http: HttpClient) {
  /** @param page from 1 */
  async function listStreams(searchParams: { page: number; limit: number }, context: CallContext): Promise<StreamPage> {
    const request = { method: "GET", path: STREAMS, searchParams, schema: liveStreamPageSchema, context } as const;
    const { data, sentAt, receivedAt, headers } = await http.send(request);
    const castrTime = Date.parse(headers.get("date") ?? "");
    const times = { at: { sentAt, receivedAt, headers }, castrTime: Number.isNaN(castrTime) ? undefined : castrTime };
    return { ...data, ...defined(times) };
  }

  return {
    listStreams,
    /** The list page by page, as far as it tells how many there are; else to the first empty one. */
    walkStreams: (maxPages: number, context: CallContext) =>
      walkPages(
        maxPages,
        async (page: number = 1): Promise<StreamPage & { next?: number }> => {
          const answer = await listStreams({ page, limit: PAGE_SIZE }, context);
          return isLastPage(answer, page) ? answer : { ...answer, next: page + 1 };
        },
        ({ docs }) => docs.map(({ _id }) => _id),
      ),
    /** With its platforms: there is no call that reads them alone. @throws `not_found` */
    async readStream(id: string, context: CallContext): Promise<{ stream: LiveStream; at: AnswerTimes }> {
      const request = { method: "GET", path: streamPath(id), schema: liveStreamSchema, context } as const;
      const { data, sentAt, receivedAt, headers } = await http.send(request);
      return { stream: data, at: { sentAt, receivedAt, headers } };
    },
    async createStream(json: NewLiveStream, context: CallContext): Promise<LiveStream> {
      return (await http.send({ method: "POST", path: STREAMS, json, schema: liveStreamSchema, context })).data;
    },
    async updateStream(id: string, json: LiveStreamPatch, context: CallContext): Promise<void> {
      await http.send({ method: "PATCH", path: streamPath(id), json, context });
    },
    /** One that is gone already is a success. */
    async deleteStream(id: string, context: CallContext): Promise<void> {
      const remove = async (): Promise<unknown> => http.send({ method: "DELETE", path: streamPath(id), context });
      await ifThere(remove());
    },
    async addPlatform(streamId: string, json: NewPlatform, context: CallContext): Promise<CreatedPlatform> {
      const path = `${streamPath(streamId)}/platforms`;
      return (await http.send({ method: "POST", path, json, schema: createdPlatformSchema, context })).data;
    },
    async updatePlatform(streamId: string, id: string, json: PlatformPatch, context: CallContext): Promise<void> {
      await http.send({ method: "PATCH", path: platformPath(streamId, id), json, context });
    },
    /** One that is gone already is a success. */
    async deletePlatform(streamId: string, id: string, context: CallContext): Promise<void> {
      await ifThere(http.send({ method: "DELETE", path: platformPath(streamId, id), context }));
    },
  };
}

/** Is there nothing behind this page? */
export function isLastPage({ docs, pages }: LiveStreamPage, page: number): boolean {
  return typeof pages === "number" ? page >= pages : docs.length === 0;
}
