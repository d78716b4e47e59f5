import { type CallContext, type HttpClient, isMultistreamError } from "@polycast/core/provider";
import { checkId, platformPath, streamPath } from "./paths.ts";
import { secretsIn } from "./secrets-in.ts";
import { type CreatedPlatform, createdPlatformSchema } from "./wire/created-platform.ts";
import { type LiveStream, liveStreamSchema } from "./wire/live-stream.ts";
import { type LiveStreamPage, liveStreamPageSchema } from "./wire/live-stream-page.ts";

export type NewLiveStream = { name: string; enabled: boolean; settings?: Record<string, unknown> };
export type NewPlatform = { template: "custom"; name: string; server: string; key: string; enabled: boolean };
export type LiveStreamPatch = Partial<NewLiveStream>;
export type PlatformPatch = Partial<Pick<NewPlatform, "name" | "server" | "key" | "enabled">>;

/** Our own clock, milliseconds since 1970: what an answer says was true between the two. */
export type AnswerTimes = { sentAt: number; receivedAt: number };

/** The calls of Castr's API that are used here, each as it is on the wire. Every 2xx is a success, whatever its body. */
export class CastrApi {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /** With its platforms: there is no call that reads them alone. @throws `not_found` */
  async readStream(id: string, context: CallContext): Promise<{ stream: LiveStream; at: AnswerTimes }> {
    checkId(id, "stream");
    const request = { method: "GET", path: streamPath(id), schema: liveStreamSchema, context } as const;
    const { data, sentAt, receivedAt } = await this.#http.send(request);
    return { stream: data, at: { sentAt, receivedAt } };
  }

  /**
   * @param page from 1
   * @returns also Castr's own time, where the answer tells it
   */
  async listStreams(
    searchParams: { page: number; limit: number },
    context: CallContext,
  ): Promise<LiveStreamPage & { at: AnswerTimes; castrTime?: number }> {
    const path = "/live_streams";
    const schema = liveStreamPageSchema;
    const { data, sentAt, receivedAt, headers } = await this.#http.send({
      method: "GET",
      path,
      searchParams,
      schema,
      context,
    });
    const castrTime = Date.parse(headers.get("date") ?? "");
    return { ...data, at: { sentAt, receivedAt }, ...(Number.isNaN(castrTime) ? {} : { castrTime }) };
  }

  async createStream(json: NewLiveStream, context: CallContext): Promise<LiveStream> {
    const path = "/live_streams";
    return (await this.#http.send({ method: "POST", path, json, schema: liveStreamSchema, context })).data;
  }

  /** @param current what is there now: its credentials must not come out of an error */
  async updateStream(current: LiveStream, json: LiveStreamPatch, context: CallContext): Promise<void> {
    const secrets = secretsIn(current);
    await this.#http.send({ method: "PATCH", path: streamPath(current._id), json, secrets, context });
  }

  /** One that is gone already is a success. */
  async deleteStream(id: string, context: CallContext): Promise<void> {
    checkId(id, "stream");
    await this.#goneIsDone(this.#http.send({ method: "DELETE", path: streamPath(id), context }));
  }

  async addPlatform(current: LiveStream, json: NewPlatform, context: CallContext): Promise<CreatedPlatform> {
    const path = `${streamPath(current._id)}/platforms`;
    const secrets = [json.key, ...secretsIn(current)];
    const schema = createdPlatformSchema;
    return (await this.#http.send({ method: "POST", path, json, secrets, schema, context })).data;
  }

  async updatePlatform(current: LiveStream, id: string, json: PlatformPatch, context: CallContext): Promise<void> {
    const secrets = [...(json.key === undefined ? [] : [json.key]), ...secretsIn(current)];
    await this.#http.send({ method: "PATCH", path: platformPath(current._id, id), json, secrets, context });
  }

  /** One that is gone already is a success. */
  async deletePlatform(current: LiveStream, id: string, context: CallContext): Promise<void> {
    const path = platformPath(current._id, id);
    await this.#goneIsDone(this.#http.send({ method: "DELETE", path, secrets: secretsIn(current), context }));
  }

  async #goneIsDone(deleted: Promise<unknown>): Promise<void> {
    try {
      await deleted;
    } catch (error) {
      if (!isMultistreamError(error, "not_found")) throw error;
    }
  }
}
