import { isMultistreamError, type Stream } from "@polycast/core";
import { type AdapterPage, defined, parseInput } from "@polycast/core/provider";
import * as z from "zod";
import type { Scope } from "../parts.ts";
import { cleanUp } from "../providers/clean-up.ts";
import type { Instance } from "../providers/instances.ts";
import { isMarkedName } from "../switching/mark.ts";
import { tenantOf } from "../streams/tenant-of.ts";
import { tenantIdSchema } from "../tenant-id.ts";
import { writeNewStream } from "../streams/write-new-stream.ts";
import { type Found, needsKey, toRecords } from "./found-stream.ts";
import type { Imported } from "./imported.ts";

const wordSchema = z.string().min(1).max(255);

/** Which streams of a provider are to be taken over. */
export const importInput = z.strictObject({
  /** The instance; else the default one. */
  provider: wordSchema.optional(),
  /** Only tell what there is. Default true. */
  dryRun: z.boolean().default(true),
  /** Only those with these ids at the provider; else all, page by page. */
  ids: z.array(wordSchema).min(1).max(100).optional(),
  cursor: z.string().min(1).max(4096).optional(),
  limit: z.int().min(1).max(100).default(20),
  /** Whose they become. */
  tenantId: tenantIdSchema.optional(),
});

export type { Imported } from "./imported.ts";

/**
 * Takes over streams that a provider has already, without touching them: they get ids here, and all that they are is
 * wanted. Keys of targets are read where the provider tells them; else the target says `needs_key`. Those that are here
 * already stay as they are, so that it can be repeated. By default it only tells what there is.
 *
 * @returns one page; what went wrong with one stream is told with it, and keeps the others from nothing
 */
export async function importStreams(scope: Scope, input: unknown): Promise<AdapterPage<Imported>> {
  const asked = parseInput(importInput, input, "import");
  const tenantId = tenantOf(scope, asked.tenantId);
  const instance = scope.instances.pick(asked.provider);
  const { data, nextCursor } = await find(instance, asked);
  const imported: Imported[] = [];
  for (const stream of data) imported.push(await take(scope, instance, stream, { tenantId, dryRun: asked.dryRun }));
  const ids = imported.flatMap((one) => (one.imported === undefined ? [] : [one.providerId]));
  if (ids.length > 0) await cleanUp(instance, ids, scope.log);
  return defined({ data: imported, nextCursor });
}

type Asked = z.output<typeof importInput>;

async function find(instance: Instance, { ids, cursor, limit }: Asked): Promise<AdapterPage<Stream>> {
  const { streams } = instance.adapter;
  if (!ids) return instance.call((context) => streams.list(defined({ cursor, limit }), context));
  const data: Stream[] = [];
  for (const id of new Set(ids)) data.push(await instance.call((context) => streams.get(id, context)));
  return { data };
}

const beingMade = {
  code: "conflict",
  message: "A switch is about to lead another stream over to it. If none is under way, rename it there, and repeat it.",
} as const;

type How = { tenantId: string | undefined; dryRun: boolean };

async function take(scope: Scope, instance: Instance, listed: Stream, { tenantId, dryRun }: How): Promise<Imported> {
  const { bindings, clock } = scope;
  const already = bindings.streamOf(instance.name, listed.id);
  if (already !== undefined) return { ...describe(listed), already };
  if (isMarkedName(listed.name)) return { ...describe(listed), error: beingMade };
  if (dryRun) {
    const { readsKeysBack } = await instance.capabilities();
    return describe(listed, () => !readsKeysBack);
  }
  try {
    const sentAt = clock.now();
    const found = await read(instance, listed);
    const { record, targets } = toRecords(scope, found, { provider: instance.name, tenantId, now: clock.now() });
    const unknown = new Set(targets.flatMap((target) => (hasKey(target.record) ? [] : [target.record.providerId])));
    try {
      await writeNewStream(scope, { record, targets, answer: found.stream, sentAt });
    } catch (error) {
      // Somebody else has taken it over a moment ago.
      if (!isMultistreamError(error, "conflict")) throw error;
      return {
        ...describe(listed),
        already: bindings.streamOf(instance.name, listed.id) ?? `${instance.name}:${listed.id}`,
      };
    }
    scope.pollers.hintOurs(record.id);
    return { ...describe(found.stream, (id) => unknown.has(id)), imported: record.id };
  } catch (error) {
    if (!isMultistreamError(error)) throw error;
    return { ...describe(listed), error: { code: error.code, message: error.message } };
  }
}

async function read(instance: Instance, listed: Stream): Promise<Found> {
  const { streams, targets } = instance.adapter;
  const { id } = listed;
  const stream = listed.targets ? listed : await instance.call((context) => streams.get(id, context));
  const own = stream.targets ?? (await instance.call((context) => targets.list(id, context)));
  const ingest = await instance.call((context) => streams.getIngest(id, context));
  const destinations =
    own.length === 0 ? undefined : await instance.call(async (context) => targets.destinations?.(id, context));
  return { stream: { ...stream, targets: own }, ingest, destinations: destinations ?? new Map() };
}

function hasKey({ notices }: { notices: readonly { code: string }[] }): boolean {
  return !notices.some(({ code }) => code === needsKey.code);
}

/** @param lacksKey is the key of this target not to be had? */
function describe(stream: Stream, lacksKey: (id: string) => boolean = () => false): Imported {
  const { id, name, targets = [], notices } = stream;
  const lacking = targets.filter((target) => lacksKey(target.id));
  return {
    providerId: id,
    name,
    targets: targets.map((target) => ({
      providerId: target.id,
      name: target.name,
      enabled: target.enabled,
      destination: target.destination,
    })),
    notices: [
      ...notices,
      ...lacking.map((target) => ({ code: needsKey.code, message: `${target.name}: ${needsKey.message}` })),
    ],
  };
}
