import { type CallContext, defined, type HttpAnswer, type HttpClient, type HttpRequest } from "@polycast/core/provider";
import { idSegment } from "./ids.ts";
import { nextCursorOf } from "./pages.ts";
import { healthSchema, type WireHealth } from "./wire/health.ts";
import { streamListSchema, streamSchema, type WireReference, type WireStream } from "./wire/stream.ts";
import { targetListSchema, targetSchema, type WireTarget } from "./wire/target.ts";
import { userSchema } from "./wire/user.ts";

/** A page of a list; without a cursor it is the last. */
export type WirePage<T> = Omit<HttpAnswer<T[]>, "status"> & { next?: string };

/** A reference as it is written. */
export type NewReference = { id: string; profile: string; videoOnly?: boolean };

/** Fields of a target object as they are written. */
export type TargetFields = { name?: string; url?: string; disabled?: boolean };

/** The calls of Livepeer's API that the adapter makes, one by one. */
export type LivepeerApi = ReturnType<typeof createApi>;

type Listing = { cursor?: string | undefined; limit: number };

const streamPath = (id: string, below = ""): string => `/stream/${idSegment("stream", id)}${below}`;
const TARGETS = "/multistream/target";
const targetPath = (id: string): string => `${TARGETS}/${idSegment("target", id)}`;

/** @param http Livepeer's client */
export function createApi(http: HttpClient) {
  /** For what answers nothing that is needed. */
  const tell = async (request: Omit<HttpRequest, "schema">): Promise<void> => {
    await http.send(request);
  };
  return {
    /** The user's id. */
    async userId(context: CallContext): Promise<string> {
      return (await http.send({ method: "GET", path: "/user/me", schema: userSchema, context })).data.id;
    },
    getStream: async (id: string, context: CallContext): Promise<HttpAnswer<WireStream>> =>
      http.send({ method: "GET", path: streamPath(id), schema: streamSchema, context }),
    /** Newest first; without the objects of single sessions, which are mixed in otherwise. */
    async listStreams({ cursor, limit }: Listing, context: CallContext): Promise<WirePage<WireStream>> {
      const searchParams = { streamsonly: 1, order: "createdAt-true", limit, cursor };
      const request = { method: "GET", path: "/stream", searchParams, schema: streamListSchema, context } as const;
      return pageOf(await http.send(request));
    },
    createStream: (json: object, context: CallContext): Promise<HttpAnswer<WireStream>> =>
      http.send({ method: "POST", path: "/stream", json, schema: streamSchema, context }),
    patchStream: async (id: string, json: object, context: CallContext) =>
      tell({ method: "PATCH", path: streamPath(id), json, context }),
    deleteStream: async (id: string, context: CallContext) => tell({ method: "DELETE", path: streamPath(id), context }),
    /** Not to be repeated: a second one within 5 s is refused, and would hide that the first one worked. */
    terminate: async (id: string, context: CallContext) =>
      tell({ method: "DELETE", path: streamPath(id, "/terminate"), repeatable: false, context }),
    /** Its answer is not read: 200 with the target, where the documentation says 204. */
    attach: async (id: string, json: NewReference, context: CallContext) =>
      tell({ method: "POST", path: streamPath(id, "/create-multistream-target"), json, context }),
    /** Takes away every reference of the stream to this target, and leaves the target object. */
    detach: async (id: string, targetId: string, context: CallContext) =>
      tell({ method: "DELETE", path: streamPath(id, `/multistream/${idSegment("target", targetId)}`), context }),
    /** Replaces all references of the stream. */
    writeReferences: async (id: string, targets: NewReference[], context: CallContext) =>
      tell({ method: "PATCH", path: streamPath(id), json: { multistream: { targets } }, context }),
    getTarget: async (id: string, context: CallContext): Promise<WireTarget> =>
      (await http.send({ method: "GET", path: targetPath(id), schema: targetSchema, context })).data,
    /** @param userId required: without it the list is refused to everybody but administrators */
    async listTargets(userId: string, { cursor, limit }: Listing, context: CallContext): Promise<WirePage<WireTarget>> {
      const searchParams = { userId, limit, cursor };
      return pageOf(await http.send({ method: "GET", path: TARGETS, searchParams, schema: targetListSchema, context }));
    },
    createTarget: async (json: TargetFields, secrets: readonly string[], context: CallContext): Promise<WireTarget> =>
      (await http.send({ method: "POST", path: TARGETS, json, secrets, schema: targetSchema, context })).data,
    patchTarget: async (id: string, json: TargetFields, secrets: readonly string[], context: CallContext) =>
      tell({ method: "PATCH", path: targetPath(id), json, secrets, context }),
    deleteTarget: async (id: string, context: CallContext) => tell({ method: "DELETE", path: targetPath(id), context }),
    /** Not documented, and served apart from the rest of the API. */
    getHealth: async (id: string, context: CallContext): Promise<HttpAnswer<WireHealth>> =>
      http.send({ method: "GET", path: `/data${streamPath(id, "/health")}`, schema: healthSchema, context }),
  };
}

/** A reference as it was read, to be written back. */
export function toNewReference({ id, profile, videoOnly }: WireReference): NewReference {
  return { id, profile: profile ?? "source", ...(videoOnly ? { videoOnly } : {}) };
}

function pageOf<T>({ status: _ok, ...answer }: HttpAnswer<T[]>): WirePage<T> {
  return defined({ ...answer, next: nextCursorOf(answer.headers) });
}
