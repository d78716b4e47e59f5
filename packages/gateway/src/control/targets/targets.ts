import { isMultistreamError, type Pending, type Target } from "@polycast/core";
import { missingMethod } from "@polycast/core/host";
import { type AdapterPage, assertAllowed, parseInput } from "@polycast/core/provider";
import {
  getStream,
  listTargets,
  type Reader,
  type TargetQuery,
  type TargetRecord,
  targetsOf,
} from "../../store/index.ts";
import { encodeCursor } from "../../store/page-cursor.ts";
import { createTarget } from "./create-target.ts";
import { deleteTarget } from "./delete-target.ts";
import { listTargetsInput } from "../inputs.ts";
import { findStreamRecord, findTargetRecord, type TargetPath } from "../lookup.ts";
import type { Parts } from "../parts.ts";
import { readTarget } from "../read-model.ts";
import { beforeAnswer } from "../observing/take-answer.ts";
import { updateTarget } from "./update-target.ts";

/**
 * The target calls of the control plane. Stream and target are named by our ids or by `<instance>:<providerId>`;
 * inputs are checked here. Every call throws `MultistreamError` only.
 */
export type Targets = {
  create(streamId: string, input: unknown): Promise<Target>;
  /** All targets of a stream, oldest first. */
  list(streamId: string): Promise<Target[]>;
  /** One page over all streams, newest first; filtered by state, a page may hold fewer than its limit and go on. */
  find(query: unknown): Promise<AdapterPage<Target>>;
  get(path: TargetPath): Promise<Target>;
  update(path: TargetPath, patch: unknown): Promise<Target>;
  /** Closes the connection and dials again. */
  restart(path: TargetPath): Promise<Target>;
  /** One that is gone already is a success. */
  delete(path: TargetPath): Promise<{ pending?: Pending }>;
};

/** Rows that one search by state looks at, in all and at a time. */
const MAX_SCANNED = 2000;
const ROWS_PER_LOOK = 200;

/** Makes the target calls. */
export function createTargets(parts: Parts): Targets {
  const { instances, store, register, mutex } = parts;

  const locate = async ({ streamId, id }: TargetPath) => {
    const stream = await findStreamRecord(parts, streamId);
    return { stream, record: await findTargetRecord(parts, stream, id) };
  };

  const get = async (path: TargetPath): Promise<Target> => {
    const { stream, record } = await locate(path);
    return readTarget(register, stream, record);
  };

  return {
    get,
    create: (streamId, input) => createTarget(parts, streamId, input),
    update: (path, patch) => updateTarget(parts, path, patch),
    delete: (path) => deleteTarget(parts, path),
    async list(streamId) {
      const stream = await findStreamRecord(parts, streamId);
      return store.read((reader) => targetsOf(reader, stream.id).map((record) => readTarget(register, stream, record)));
    },
    async find(query) {
      const { state, streamId, ...rest } = parseInput(listTargetsInput, query, "query");
      const stream = streamId === undefined ? undefined : await findStreamRecord(parts, streamId).catch(orNothing);
      if (streamId !== undefined && !stream) return { data: [] };
      const filter: TargetQuery = { limit: rest.limit };
      if (rest.cursor !== undefined) filter.cursor = rest.cursor;
      if (rest.provider !== undefined) filter.provider = rest.provider;
      if (stream) filter.streamId = stream.id;
      return store.read((reader) => search(reader, filter, (record) => toTarget(reader, record), state));
    },
    async restart(path) {
      const { stream: found } = await locate(path);
      return mutex.run(found.id, async () => {
        const { stream, record } = await locate(path);
        const instance = instances.require(stream.provider);
        const state = register.get(stream.id)?.status.state;
        assertAllowed(await instance.capabilities(), "target.restart", instance.name, state);
        const taker = beforeAnswer(parts, stream.id);
        const answer = await instance.call(async (context) => {
          const { targets } = instance.adapter;
          if (!targets.restart) throw missingMethod("target.restart", instance.name);
          return targets.restart({ streamId: stream.providerId, id: record.providerId }, context);
        });
        taker.target(record.id, answer);
        return get({ streamId: stream.id, id: record.id });
      });
    },
  };

  function toTarget(reader: Reader, record: TargetRecord): Target | undefined {
    const stream = getStream(reader, record.streamId);
    return stream && readTarget(register, stream, record);
  }
}

/** Fills a page with the targets in a state, which only memory knows, by looking through a bounded number of rows. */
function search(
  reader: Reader,
  query: TargetQuery,
  toTarget: (record: TargetRecord) => Target | undefined,
  state: Target["status"]["state"] | undefined,
): AdapterPage<Target> {
  const data: Target[] = [];
  const limit = state === undefined ? query.limit : ROWS_PER_LOOK;
  let next = { ...query, limit };
  for (let scanned = limit; ; scanned += limit) {
    const page = listTargets(reader, next);
    for (const record of page.data) {
      const target = toTarget(record);
      if (target && (state === undefined || target.status.state === state)) data.push(target);
      if (data.length < query.limit) continue;
      const isLast = page.nextCursor === undefined && record === page.data.at(-1);
      return isLast ? { data } : { data, nextCursor: encodeCursor(record) };
    }
    if (page.nextCursor === undefined) return { data };
    if (scanned >= MAX_SCANNED) return { data, nextCursor: page.nextCursor };
    next = { ...query, limit, cursor: page.nextCursor };
  }
}

function orNothing(error: unknown): undefined {
  if (!isMultistreamError(error, "not_found")) throw error;
}
