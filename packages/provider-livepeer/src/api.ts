import type { CallContext, HttpAnswer, HttpClient } from "@polycast/core/provider";
import { idSegment } from "./ids.ts";
import { nextCursorOf } from "./pages.ts";
import { healthSchema, type WireHealth } from "./wire/health.ts";
import { streamListSchema, streamSchema, type WireReference, type WireStream } from "./wire/stream.ts";
import { targetListSchema, targetSchema, type WireTarget } from "./wire/target.ts";
import { userSchema } from "./wire/user.ts";

/** A page of a list; without a cursor it is the last. */
export type WirePage<T> = { data: T[]; nextCursor?: string; receivedAt: number };

/** A reference as it is written. */
export type NewReference = { id: string; profile: string; videoOnly?: boolean };

/** Fields of a target object as they are written. */
export type TargetFields = { name?: string; url?: string; disabled?: boolean };

/** The calls of Livepeer's API that the adapter makes, one by one. */
export type LivepeerApi = ReturnType<typeof createApi>;

type Listing = { cursor?: string | undefined; limit: number };

/** @param http Livepeer's client */
export function createApi(http: HttpClient) {
  const read = async (id: string, context: CallContext): Promise<HttpAnswer<WireStream>> =>
    http.send({ method: "GET", path: `/stream/${idSegment("stream", id)}`, schema: streamSchema, context });
  return {
    /** The user's id. */
    async userId(context: CallContext): Promise<string> {
      const { data } = await http.send({ method: "GET", path: "/user/me", schema: userSchema, context });
      return data.id;
    },
    getStream: read,
    /** Newest first; without the objects of single sessions, which are mixed in otherwise. */
    async listStreams({ cursor, limit }: Listing, context: CallContext): Promise<WirePage<WireStream>> {
      const searchParams = { streamsonly: 1, order: "createdAt-true", limit, cursor };
      return pageOf(
        await http.send({ method: "GET", path: "/stream", searchParams, schema: streamListSchema, context }),
      );
    },
    async createStream(json: object, context: CallContext): Promise<HttpAnswer<WireStream>> {
      return http.send({ method: "POST", path: "/stream", json, schema: streamSchema, context });
    },
    async patchStream(id: string, json: object, context: CallContext): Promise<void> {
      await http.send({ method: "PATCH", path: `/stream/${idSegment("stream", id)}`, json, context });
    },
    async deleteStream(id: string, context: CallContext): Promise<void> {
      await http.send({ method: "DELETE", path: `/stream/${idSegment("stream", id)}`, context });
    },
    /** Not to be repeated: a second one within 5 s is refused, and would hide that the first one worked. */
    async terminate(id: string, context: CallContext): Promise<void> {
      const path = `/stream/${idSegment("stream", id)}/terminate`;
      await http.send({ method: "DELETE", path, repeatable: false, context });
    },
    /** Its answer is not read: 200 with the target, where the documentation says 204. */
    async attach(id: string, json: NewReference, context: CallContext): Promise<void> {
      const path = `/stream/${idSegment("stream", id)}/create-multistream-target`;
      await http.send({ method: "POST", path, json, context });
    },
    /** Takes away every reference of the stream to this target, and leaves the target object. */
    async detach(id: string, targetId: string, context: CallContext): Promise<void> {
      const path = `/stream/${idSegment("stream", id)}/multistream/${idSegment("target", targetId)}`;
      await http.send({ method: "DELETE", path, context });
    },
    /** Replaces all references of the stream. */
    async writeReferences(id: string, references: NewReference[], context: CallContext): Promise<void> {
      const path = `/stream/${idSegment("stream", id)}`;
      await http.send({ method: "PATCH", path, json: { multistream: { targets: references } }, context });
    },
    async getTarget(id: string, context: CallContext): Promise<WireTarget> {
      const path = `/multistream/target/${idSegment("target", id)}`;
      return (await http.send({ method: "GET", path, schema: targetSchema, context })).data;
    },
    /** @param userId required: without it the list is refused to everybody but administrators */
    async listTargets(userId: string, { cursor, limit }: Listing, context: CallContext): Promise<WirePage<WireTarget>> {
      const searchParams = { userId, limit, cursor };
      const path = "/multistream/target";
      return pageOf(await http.send({ method: "GET", path, searchParams, schema: targetListSchema, context }));
    },
    async createTarget(json: TargetFields, secrets: readonly string[], context: CallContext): Promise<WireTarget> {
      const path = "/multistream/target";
      return (await http.send({ method: "POST", path, json, secrets, schema: targetSchema, context })).data;
    },
    async patchTarget(id: string, json: TargetFields, secrets: readonly string[], context: CallContext): Promise<void> {
      const path = `/multistream/target/${idSegment("target", id)}`;
      await http.send({ method: "PATCH", path, json, secrets, context });
    },
    async deleteTarget(id: string, context: CallContext): Promise<void> {
      await http.send({ method: "DELETE", path: `/multistream/target/${idSegment("target", id)}`, context });
    },
    /** Not documented, and served apart from the rest of the API. */
    async getHealth(id: string, context: CallContext): Promise<HttpAnswer<WireHealth>> {
      const path = `/data/stream/${idSegment("stream", id)}/health`;
      return http.send({ method: "GET", path, schema: healthSchema, context });
    },
  };
}

/** A reference as it was read, to be written back. */
export function toNewReference({ id, profile, videoOnly }: WireReference): NewReference {
  return { id, profile: profile ?? "source", ...(videoOnly ? { videoOnly } : {}) };
}

function pageOf<T>({ data, headers, receivedAt }: HttpAnswer<T[]>): WirePage<T> {
  const nextCursor = nextCursorOf(headers);
  return { data, receivedAt, ...(nextCursor === undefined ? {} : { nextCursor }) };
}
