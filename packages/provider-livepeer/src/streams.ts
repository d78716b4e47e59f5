import {
  type CallContext,
  confirmed,
  defined,
  ifThere,
  type Ingest,
  isMultistreamError,
  mayHaveApplied,
  type ProviderAdapter,
  ProviderError,
  restate,
  type Stream,
} from "@polycast/core/provider";
import { checkStream, createStream, prepareStream } from "./create-stream.ts";
import { ingestOf } from "./ingest.ts";
import type { Parts } from "./parts.ts";
import { updateStream } from "./update-stream.ts";
import { viewStreams } from "./view-streams.ts";
import { referencesOf, type WireStream } from "./wire/stream.ts";

/** Livepeer's own limit of a page. */
const MAX_PAGE = 1000;
/** How long Livepeer refuses to end a session again. */
const TERMINATE_PAUSE_MS = 5_000;

/** The stream half of the adapter. There is no `rotateIngest`: a stream keeps its key for life. */
export function createStreams(parts: Parts): ProviderAdapter["streams"] {
  const { api, objects, references, memory, written, serial, repeats, readStream } = parts;

  async function get(id: string, context: CallContext): Promise<Stream> {
    const { stream, receivedAt } = await readStream(id, context);
    return view(stream, receivedAt, context);
  }

  async function view(stream: WireStream, receivedAt: number, context: CallContext): Promise<Stream> {
    const [shown] = await viewStreams(parts, [stream], receivedAt, context);
    if (!shown) throw new TypeError("one stream is one view");
    return shown;
  }

  /** Undefined where the stream is gone. */
  async function readIfThere(id: string, context: CallContext): Promise<WireStream | undefined> {
    return (await ifThere(readStream(id, context)))?.stream;
  }

  /**
   * The objects go first: if something fails in between, the stream still names those that remain, and a repeat
   * finishes. Nothing else makes Livepeer delete them.
   *
   * @throws with `outcome: "unknown"` once an object may be gone
   */
  async function remove(id: string, context: CallContext): Promise<void> {
    const stream = await readIfThere(id, context);
    if (!stream) return;
    const ids = [...new Set(referencesOf(stream).map((reference) => reference.id))];
    const foreign = ids.filter((targetId) => memory.get(targetId)?.own !== true);
    const shared = await references.sharedAmong(foreign, id, context);
    const doomed = ids.filter((targetId) => !shared.has(targetId));
    const removed = await Promise.allSettled(doomed.map((targetId) => objects.remove(targetId, context)));
    try {
      const failed = removed.find((result) => result.status === "rejected");
      if (failed) throw failed.reason;
      await removeAlone(id, context);
    } catch (error) {
      const isPartial = removed.some((result) => result.status === "fulfilled" || mayHaveApplied(result.reason));
      if (!isPartial) throw error;
      const hint = "Some of its targets may be deleted already: delete it again.";
      throw restate(error, { outcome: "unknown", hint });
    }
    for (const targetId of ids) memory.delete(targetId);
  }

  /** The stream without its targets. */
  async function removeAlone(id: string, context: CallContext): Promise<void> {
    await ifThere(
      confirmed(
        () => api.deleteStream(id, context),
        async () => {
          written.noteGone(id);
          return (await readIfThere(id, context)) === undefined;
        },
      ),
    );
    written.noteGone(id);
  }

  /** An answer that was lost is looked for in `lastTerminatedAt`. */
  async function end(id: string, context: CallContext): Promise<Stream> {
    const { stream: before } = await readStream(id, context);
    await confirmed(
      () => api.terminate(id, context).catch(tellPause),
      async () => (await readStream(id, context)).stream.lastTerminatedAt !== before.lastTerminatedAt,
    );
    try {
      return await get(id, context);
    } catch (error) {
      throw restate(error, { outcome: "unknown", hint: "Livepeer has ended the session: read the stream." });
    }
  }

  return {
    async create(input, context) {
      const prepared = await prepareStream(input);
      return repeats.answer<{ stream: Stream; ingest: Ingest[] }>("stream", context, {
        input,
        make: createStream(parts, prepared),
        idOf: ({ stream }) => stream.id,
        read: async (id) => {
          const { stream, receivedAt } = await readStream(id, context);
          return { stream: await view(stream, receivedAt, context), ingest: ingestOf(stream) };
        },
      });
    },
    get,
    async list({ cursor, limit }, context) {
      const page = await api.listStreams({ cursor, limit: Math.min(limit, MAX_PAGE) }, context);
      const data = await viewStreams(parts, page.data, page.receivedAt, context);
      return defined({ data, nextCursor: page.next });
    },
    update: (id, patch, context) => serial.run(id, context.signal, () => updateStream(parts, id, patch, context)),
    end: (id, context) => serial.run(id, context.signal, () => end(id, context)),
    delete: (id, context) => serial.run(id, context.signal, () => remove(id, context)),
    async getIngest(id, context) {
      return ingestOf((await readStream(id, context)).stream);
    },
    check: (input) => void checkStream(input),
  };
}

/** Livepeer does not say how long to wait. */
function tellPause(error: unknown): never {
  if (!isMultistreamError(error, "rate_limited") || error.retryAfterMs !== undefined) throw error;
  throw new ProviderError("rate_limited", error.message, {
    provider: "livepeer",
    status: 429,
    hint: error.hint,
    retryAfterMs: TERMINATE_PAUSE_MS,
  });
}
