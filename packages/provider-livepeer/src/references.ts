import {
  type CallContext,
  cleanUpContext,
  confirmed,
  createOnce,
  ifThere,
  isMultistreamError,
  walkPages,
} from "@polycast/core/provider";
import { type LivepeerApi, type NewReference, toNewReference } from "./api.ts";
import { afterReplicaLag } from "./after-replica-lag.ts";
import type { TargetObjects } from "./target-objects.ts";
import type { OwnWrites } from "./own-writes.ts";
import { referencesOf, type WireReference, type WireStream } from "./wire/stream.ts";

/** Streams with many renditions are long. */
const PAGE = 200;
/** Pages of streams that are looked through for other references to a target. */
const MAX_PAGES = 25;

/**
 * The references of streams to target objects. Every change of them is read, changed and written back by the server
 * without a check for others: one at a time per stream.
 */
export type References = ReturnType<typeof createReferences>;

export function createReferences(
  api: LivepeerApi,
  objects: TargetObjects,
  streams: {
    readStream: (id: string, context: CallContext) => Promise<{ stream: WireStream }>;
    written: OwnWrites<WireStream>;
  },
) {
  const current = async (streamId: string, context: CallContext): Promise<WireStream> =>
    (await streams.readStream(streamId, context)).stream;

  /** @param reference what the stream has of the target now; undefined: nothing */
  function note(streamId: string, targetId: string, reference: NewReference | undefined): void {
    streams.written.note(streamId, `target ${targetId}`, (stream) => {
      const found = referencesOf(stream).find(({ id }) => id === targetId);
      return reference === undefined ? !found : found !== undefined && isSame(found, reference);
    });
  }

  /**
   * Takes out of a stream's list what refers to deleted targets: one such reference makes the server refuse every
   * other change of the list. All at once, for a list with one left is refused as well.
   *
   * @param keep a target that was made a moment ago
   */
  async function repair(streamId: string, keep: string | undefined, context: CallContext): Promise<void> {
    const references = referencesOf(await current(streamId, context));
    const others = references.map(({ id }) => id).filter((id) => id !== keep);
    const existing = await objects.load([...new Set(others)], context);
    const clean = references.filter(({ id }) => id === keep || existing.has(id));
    if (clean.length === references.length) return;
    await api.writeReferences(streamId, clean.map(toNewReference), context);
  }

  async function detach(streamId: string, targetId: string, context: CallContext): Promise<void> {
    const isGone = async (): Promise<boolean> => {
      note(streamId, targetId, undefined);
      return !referencesOf(await current(streamId, context)).some(({ id }) => id === targetId);
    };
    await ifThere(
      afterReplicaLag(
        context.signal,
        () => confirmed(() => api.detach(streamId, targetId, context), isGone),
        () => repair(streamId, targetId, context),
      ),
    );
    note(streamId, targetId, undefined);
  }

  /**
   * Which of these targets streams refer to; undefined: there are more streams than are looked through.
   *
   * @param but a stream that does not count
   */
  async function usedAmong(
    ids: readonly string[],
    context: CallContext,
    but?: string,
  ): Promise<Set<string> | undefined> {
    const used = new Set<string>();
    const read = (cursor?: string) => api.listStreams({ cursor, limit: PAGE }, context);
    for await (const page of walkPages(MAX_PAGES, read)) {
      for (const stream of page.data.filter(({ id }) => id !== but)) {
        for (const { id } of referencesOf(stream)) if (ids.includes(id)) used.add(id);
      }
      if (page.next === undefined) return used;
    }
    return undefined;
  }

  return {
    repair,

    /** Takes all references of a stream to a target away. */
    detach,

    /** The same after an attach that failed, whatever its signal says. @returns whether the reference is gone */
    async detachAfterFailure(streamId: string, targetId: string): Promise<boolean> {
      return detach(streamId, targetId, cleanUpContext()).then(
        () => true,
        () => false,
      );
    },

    /** Lets a stream send to a target object. */
    async attach(streamId: string, reference: NewReference, context: CallContext): Promise<void> {
      const isThere = async (): Promise<true | undefined> => {
        const references = referencesOf(await current(streamId, context));
        return references.some(({ id }) => id === reference.id) ? true : undefined;
      };
      const attach = async (): Promise<true> => {
        try {
          await api.attach(streamId, reference, context);
        } catch (error) {
          // An earlier attempt of ours came through: nobody else knows this object.
          if (!isMultistreamError(error, "conflict")) throw error;
        }
        return true;
      };
      await afterReplicaLag(
        context.signal,
        () => createOnce({ create: attach, find: isThere, signal: context.signal }),
        () => repair(streamId, reference.id, context),
      );
      note(streamId, reference.id, reference);
    },

    /** Gives a target of a stream another rendition; its place in the list stays. */
    async replace(stream: WireStream, reference: NewReference, context: CallContext): Promise<void> {
      const write = async (): Promise<void> => {
        const before = referencesOf(await current(stream.id, context));
        const first = before.findIndex(({ id }) => id === reference.id);
        const after = before
          .map((other, index) => (index === first ? reference : toNewReference(other)))
          .filter((other, index) => index === first || other.id !== reference.id);
        await api.writeReferences(stream.id, after, context);
      };
      const isThere = async (): Promise<boolean> => {
        note(stream.id, reference.id, reference);
        return referencesOf(await current(stream.id, context)).some((other) => isSame(other, reference));
      };
      await afterReplicaLag(
        context.signal,
        () => confirmed(write, isThere),
        () => repair(stream.id, reference.id, context),
      );
      note(stream.id, reference.id, reference);
    },

    /**
     * Which of these targets are referred to by another stream, or may be, because there are more streams than are
     * looked through. To delete such an object would make every later change of that stream's targets fail. Streams of
     * other projects of the account are not seen.
     */
    async sharedAmong(ids: readonly string[], streamId: string, context: CallContext): Promise<Set<string>> {
      if (ids.length === 0) return new Set();
      return (await usedAmong(ids, context, streamId)) ?? new Set(ids);
    },

    usedAmong,
  };
}

function isSame(reference: WireReference, wanted: NewReference): boolean {
  const { id, profile, videoOnly } = toNewReference(reference);
  return id === wanted.id && profile === wanted.profile && (videoOnly === true) === (wanted.videoOnly === true);
}
