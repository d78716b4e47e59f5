import type { Scene } from "./scene.ts";

/** What a clause is about. */
export type ClauseGroup =
  | "streams"
  | "targets"
  | "enablement"
  | "status"
  | "webhooks"
  | "errors"
  | "secrets"
  | "paging"
  | "idempotency"
  | "concurrency";

/** One thing that every adapter must do, as far as its capability table says that it can. */
export type Clause = {
  /** The group and a word, e.g. `streams.create-with-targets`. Stable: it may be named in a list of known faults. */
  id: string;
  group: ClauseGroup;
  /** The rule in one sentence without a full stop. */
  title: string;
  /** True, or why the clause says nothing about this adapter here. */
  applies(scene: Scene): true | string;
  /** @throws ConformanceFailure */
  run(scene: Scene): Promise<void>;
};

/** A clause for every adapter unless `applies` says otherwise; the group is the first part of its id. */
export function clause(
  id: `${ClauseGroup}.${string}`,
  title: string,
  run: Clause["run"],
  applies: Clause["applies"] = () => true,
): Clause {
  return { id, group: groupOf(id), title, applies, run };
}

const groups: readonly ClauseGroup[] = [
  "streams",
  "targets",
  "enablement",
  "status",
  "webhooks",
  "errors",
  "secrets",
  "paging",
  "idempotency",
  "concurrency",
];

function groupOf(id: string): ClauseGroup {
  const group = groups.find((name) => id.startsWith(`${name}.`));
  if (!group) throw new TypeError(`No group of clauses begins ${id}.`);
  return group;
}

/** All must hold; the first that does not says why. */
export function all(...conditions: (true | string)[]): true | string {
  return conditions.find((condition) => condition !== true) ?? true;
}

/** Has an adapter, or a harness, this method, which it may leave out? */
export function has(thing: object | undefined, method: string): boolean {
  return thing !== undefined && typeof Reflect.get(thing, method) === "function";
}

/** True when it holds, else why the clause cannot be run. */
export function needs(holds: unknown, otherwise: string): true | string {
  return holds === undefined || holds === false ? otherwise : true;
}
