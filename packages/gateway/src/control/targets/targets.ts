import type { Pending, Target } from "@polycast/core";
import { type AdapterPage, parseInput } from "@polycast/core/provider";
import { type CreateOptions, listTargetsOf, targetsOf } from "../../store/index.ts";
import { listTargetsOfInput } from "../inputs.ts";
import { findStreamRecord, type TargetPath } from "../lookup.ts";
import type { Scope } from "../parts.ts";
import { readTargets } from "../read-model.ts";
import { createTarget } from "./create-target.ts";
import { deleteTarget } from "./delete-target.ts";
import { findTargets } from "./find-targets.ts";
import { readTarget } from "./read-target.ts";
import { replaceTargets, type ReplaceOptions } from "./replace-targets.ts";
import { restartTarget } from "./restart-target.ts";
import { updateTarget } from "./update-target.ts";

/**
 * The target calls of the control plane. Stream and target are named by our ids or by `<instance>:<providerId>`;
 * inputs are checked here. What is asked for is stored, then done as far as its provider lets it: what is open is
 * `pending`. Every call throws `MultistreamError` only.
 */
export type Targets = {
  create(streamId: string, input: unknown, options?: CreateOptions): Promise<Target>;
  /** All targets of a stream, oldest first. */
  list(streamId: string): Promise<Target[]>;
  /** One page of them, oldest first. */
  page(streamId: string, query: unknown): Promise<AdapterPage<Target>>;
  /** One page over all streams, newest first; filtered by state, a page may hold fewer than its limit and go on. */
  find(query: unknown): Promise<AdapterPage<Target>>;
  get(path: TargetPath): Promise<Target>;
  /** Wants a list of targets, each with a `reference`, and answers all targets of the stream. */
  replace(streamId: string, wanted: unknown, options?: ReplaceOptions): Promise<Target[]>;
  update(path: TargetPath, patch: unknown): Promise<Target>;
  /** Closes the connection and dials again. */
  restart(path: TargetPath): Promise<Target>;
  /** `pending`: it is gone later. One that is gone already is a success. */
  delete(path: TargetPath): Promise<{ pending?: Pending }>;
};

/** Makes the target calls. */
export function createTargets(scope: Scope): Targets {
  const { store, views } = scope;
  return {
    get: (path) => readTarget(scope, path),
    create: (streamId, input, options) => createTarget(scope, streamId, input, options),
    update: (path, patch) => updateTarget(scope, path, patch),
    delete: (path) => deleteTarget(scope, path),
    replace: (streamId, wanted, options) => replaceTargets(scope, streamId, wanted, options),
    restart: (path) => restartTarget(scope, path),
    find: (query) => findTargets(scope, query),
    async list(streamId) {
      const stream = await findStreamRecord(scope, streamId);
      return store.read(() => readTargets(views, stream));
    },
    async page(streamId, query) {
      const { cursor, limit } = parseInput(listTargetsOfInput, query, "query");
      const stream = await findStreamRecord(scope, streamId);
      return store.read(function* () {
        yield* views.catchUp(stream, yield* targetsOf(stream.id));
        const page = yield* listTargetsOf(stream.id, { limit, ...(cursor === undefined ? {} : { cursor }) });
        return { ...page, data: page.data.map((record) => views.target(stream, record)) };
      });
    },
  };
}
