import {
  beneath,
  type CallContext,
  cleanUpContext,
  confirmed,
  createOnce,
  destinationIdentity,
  ifThere,
  lookForEarlier,
  type Ingest,
  mayHaveApplied,
  type NewStream,
  type Stream,
} from "@polycast/core/provider";
import { afterReplicaLag } from "./after-replica-lag.ts";
import { withRemains } from "./clean-up.ts";
import { LOOKS_MS } from "./looks-ms.ts";
import { ingestOf } from "./ingest.ts";
import type { Parts, ReadStream } from "./parts.ts";
import { toStream } from "./map-stream.ts";
import {
  checkAsked,
  checkDistinct,
  checkRendition,
  type PreparedTarget,
  prepareTarget,
  type Push,
  shownOf,
} from "./prepare-target.ts";
import { type LivepeerStreamOptions, profileNamesFrom, readStreamOptions } from "./provider-options.ts";
import { readTags, writeTags } from "./user-tags.ts";
import type { WireTarget } from "./wire/target.ts";

/** A new stream, ready to be sent. */
export type PreparedStream = {
  input: NewStream;
  options: LivepeerStreamOptions;
  targets: PreparedTarget[];
  mark: string;
  userTags: Record<string, unknown>;
};

/** Checks all that can be checked before a call. @throws MultistreamError `invalid_argument` or `conflict` */
export function checkStream(input: NewStream): Pick<PreparedStream, "options" | "mark" | "userTags"> {
  const options = readStreamOptions(input);
  const pushes: Push[] = [];
  for (const [index, target] of input.targets.entries()) {
    checkAsked(target, pathOf(index));
    checkRendition(target.rendition, profileNamesFrom(options), pathOf(index));
    const identity = destinationIdentity(target.destination);
    const push = { identity, profile: target.rendition, videoOnly: target.videoOnly };
    checkDistinct(push, pushes);
    pushes.push(push);
  }
  const mark = crypto.randomUUID();
  const { reference, metadata } = input;
  return { options, mark, userTags: writeTags(undefined, { reference, metadata, mark }) };
}

const pathOf = (index: number): string => `targets.${index}.`;

/** Gets it ready, after these checks. */
export async function prepareStream(input: NewStream): Promise<PreparedStream> {
  return { input, ...checkStream(input), targets: await Promise.all(input.targets.map(prepareTarget)) };
}

/**
 * Gets a stream ready to be made. What it answers makes it with its targets, all or nothing, and makes it once.
 *
 * The target objects come first, each by a call of its own, and the stream then refers to them by id. Written into the
 * stream's own call instead they would be one call, but an object is stored before the rest is checked and before its
 * id is told: a refused call would leave objects that hold stream keys and that nobody can name. They could not be
 * made switched off either.
 */
export function createStream(
  parts: Parts,
  prepared: PreparedStream,
): (context: CallContext, isRepeat: boolean) => Promise<{ stream: Stream; ingest: Ingest[] }> {
  /** Of attempts that failed. Nobody knows them by their ids, so a repeat removes them and begins anew. */
  const objectIds = new Set<string>();

  return async (context, isRepeat) => {
    if (isRepeat) {
      const find = () => findByMark(parts, prepared.mark, context);
      const earlier = await lookForEarlier({ find, looksMs: LOOKS_MS, signal: context.signal });
      if (earlier) await ifThere(parts.api.deleteStream(earlier.stream.id, context));
    }
    for (const id of objectIds) await parts.objects.remove(id, context);
    objectIds.clear();
    return attempt(parts, prepared, context, objectIds);
  };
}

async function attempt(
  parts: Parts,
  { input, options, targets, mark, userTags }: PreparedStream,
  context: CallContext,
  objectIds: Set<string>,
): Promise<{ stream: Stream; ingest: Ingest[] }> {
  const { api, memory } = parts;
  const objects = await createObjects(parts, targets, context);
  for (const { id } of objects) objectIds.add(id);
  const references = targets.map(({ reference }, index) => ({ ...reference, id: objects[index]?.id ?? "" }));
  const json = { name: input.name, ...options, userTags, multistream: { targets: references } };
  let made: ReadStream | undefined;
  let named = objects;
  try {
    made = await afterReplicaLag(context.signal, () =>
      createOnce({
        create: async () => {
          const { data: stream, receivedAt } = await api.createStream(json, context);
          return { stream, receivedAt };
        },
        find: () => findByMark(parts, mark, context),
        looksMs: LOOKS_MS,
        signal: context.signal,
      }),
    );
    if (!input.enabled) await suspend(parts, made.stream.id, context);
    named = await Promise.all(
      objects.map((object, index) => parts.objects.rename(object, targets[index]?.fields.name ?? "", context)),
    );
  } catch (error) {
    const remains = made || mayHaveApplied(error) ? await removeStream(parts, mark, made?.stream.id) : [];
    remains.push(...(await parts.objects.undo(objects.map(({ id }) => id))));
    throw withRemains(error, remains);
  }
  const { stream, receivedAt } = made;
  const suspended = !input.enabled;
  parts.written.note(
    stream.id,
    "suspended",
    (after) => after !== undefined && (after.suspended === true) === suspended,
  );
  for (const [index, object] of objects.entries()) {
    const known = targets[index]?.destination;
    if (!known) continue;
    memory.set(object.id, { ...shownOf(known), streamId: stream.id, own: true });
  }
  const view = toStream({
    stream: { ...stream, suspended },
    objects: new Map(named.map((object) => [object.id, object])),
    memory,
    receivedAt,
  });
  return { stream: view, ingest: ingestOf(stream) };
}

/** All of them, or none. */
async function createObjects(
  { objects }: Parts,
  targets: readonly PreparedTarget[],
  context: CallContext,
): Promise<WireTarget[]> {
  const made = await Promise.allSettled(
    targets.map(({ fields, destination }, index) =>
      objects.create(fields, destination.secrets, context).catch((error: unknown) => {
        throw beneath(error, pathOf(index));
      }),
    ),
  );
  const failed = made.find((result) => result.status === "rejected");
  const good = made.filter((result) => result.status === "fulfilled").map(({ value }) => value);
  if (!failed) return good;
  throw withRemains(failed.reason, await objects.undo(good.map(({ id }) => id)));
}

/** Suspending cannot be asked for when a stream is made. */
async function suspend({ api, readStream }: Parts, id: string, context: CallContext): Promise<void> {
  await confirmed(
    () => api.patchStream(id, { suspended: true }, context),
    async () => (await readStream(id, context)).stream.suspended === true,
  );
}

/** Looks for a stream that was made a moment ago. */
async function findByMark({ api }: Parts, mark: string, context: CallContext): Promise<ReadStream | undefined> {
  const { data, receivedAt } = await api.listStreams({ limit: 200 }, context);
  const stream = data.find(({ userTags }) => readTags(userTags).mark === mark);
  return stream && { stream, receivedAt };
}

/** @returns what may remain */
async function removeStream(parts: Parts, mark: string, madeId: string | undefined): Promise<string[]> {
  const context = cleanUpContext();
  try {
    const id = madeId ?? (await findByMark(parts, mark, context))?.stream.id;
    if (id !== undefined) await ifThere(parts.api.deleteStream(id, context));
    return [];
  } catch {
    return [madeId === undefined ? "perhaps a stream" : `stream ${madeId}`];
  }
}
