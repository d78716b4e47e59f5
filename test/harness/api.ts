import type {
  CreateStreamInput,
  CreateTargetInput,
  Event,
  Ingest,
  Stream,
  Target,
  TargetRef,
  UpdateTargetInput,
} from "@polycast/core";
import { eventSchema, ingestSchema, streamSchema, targetSchema } from "@polycast/core/provider";
import { listAll } from "./list-all.ts";
import { waitFor } from "./wait-for.ts";

/** The parts of the gateway's HTTP API that tests use. Answers are checked against the model's schemas. */
export type Api = {
  createStream(input: CreateStreamInput): Promise<{ stream: Stream; ingest: Ingest[] }>;
  streams(): Promise<Stream[]>;
  stream(id: string): Promise<Stream>;
  ingest(streamId: string): Promise<Ingest[]>;
  createTarget(streamId: string, input: CreateTargetInput): Promise<Target>;
  targets(streamId: string): Promise<Target[]>;
  target(ref: TargetRef): Promise<Target>;
  updateTarget(ref: TargetRef, patch: UpdateTargetInput): Promise<Target>;
  /** The oldest events of a stream, at most 100. */
  events(streamId: string): Promise<Event[]>;
  /** Waits until the stream is in this state. */
  waitForStream(id: string, state: Stream["status"]["state"], deadlineMs?: number): Promise<Stream>;
  /** Waits until `check` holds for the target. */
  waitForTarget(ref: TargetRef, check: (target: Target) => boolean, deadlineMs?: number): Promise<Target>;
  /** Any request, for its text as it came. Rejects unless the answer is 2xx. */
  text(method: string, path: string, body?: unknown): Promise<string>;
};

/** A client of one gateway. An answer other than 2xx rejects with method, path, status and the problem's text. */
export function api(baseUrl: string, apiKey: string): Api {
  const text = async (method: string, path: string, body?: unknown): Promise<string> => {
    const answer = await fetch(new URL(path, baseUrl), {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const content = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${content}`);
    return content;
  };
  const json = async (method: string, path: string, body?: unknown): Promise<unknown> =>
    JSON.parse(await text(method, path, body));

  const client: Api = {
    createStream: async (input) => {
      const body = await json("POST", "/v1/streams", input);
      return { stream: streamSchema.parse(field(body, "stream")), ingest: list(body, "ingest", ingestSchema) };
    },
    streams: async () => list(await json("GET", "/v1/streams"), "data", streamSchema),
    stream: async (id) => streamSchema.parse(await json("GET", `/v1/streams/${id}`)),
    ingest: async (id) => list(await json("GET", `/v1/streams/${id}/ingest`), "data", ingestSchema),
    createTarget: async (id, input) => targetSchema.parse(await json("POST", `/v1/streams/${id}/targets`, input)),
    targets: (id) => listAll(client, `/v1/streams/${id}/targets?limit=100`, targetSchema),
    target: async (ref) => targetSchema.parse(await json("GET", targetPath(ref))),
    updateTarget: async (ref, patch) => targetSchema.parse(await json("PATCH", targetPath(ref), patch)),
    events: async (id) => list(await json("GET", `/v1/events?streamId=${id}&limit=100`), "data", eventSchema),
    waitForStream: (id, state, deadlineMs) =>
      waitFor(
        `stream ${id} to be ${state}`,
        async () => {
          const stream = await client.stream(id);
          return stream.status.state === state && stream;
        },
        deadlineMs,
      ),
    waitForTarget: async (ref, check, deadlineMs) => {
      let last: Target | undefined;
      try {
        return await waitFor(
          `target ${ref.id}`,
          async () => check((last = await client.target(ref))) && last,
          deadlineMs,
        );
      } catch (cause) {
        throw new Error(`Target "${last?.name}" stayed ${JSON.stringify(last?.status)}`, { cause });
      }
    },
    text,
  };
  return client;
}

/** Is the target in this state? For `waitForTarget`. */
export function inState(...states: Target["status"]["state"][]): (target: Target) => boolean {
  return (target) => states.includes(target.status.state);
}

function targetPath({ streamId, id }: TargetRef): string {
  return `/v1/streams/${streamId}/targets/${id}`;
}

function field(body: unknown, name: string): unknown {
  return body !== null && typeof body === "object"
    ? Object.entries(body).find(([key]) => key === name)?.[1]
    : undefined;
}

function list<T>(body: unknown, name: string, schema: { parse(value: unknown): T }): T[] {
  const items = field(body, name);
  if (!Array.isArray(items)) throw new Error(`The answer has no list "${name}"`);
  return items.map((item) => schema.parse(item));
}
