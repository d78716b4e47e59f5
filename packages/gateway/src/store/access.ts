import type { Compilable, OperationNodeSource } from "kysely";

/** A query that was built with `db` and has not run; every engine compiles it in its own dialect. */
export type Query<Row = unknown> = Compilable<Row> & OperationNodeSource;

/** What a reading unit of work may ask for. */
export type ReadStep = { kind: "all" | "first"; query: Query };

/** What only a writing unit of work may ask for. */
export type WriteStep =
  | { kind: "run" | "change"; query: Query }
  /** Told to those who listen, in every process, after COMMIT. */
  | { kind: "notify"; channel: Channel; payload: string };

/** What processes on one store tell each other. */
export type Channel = (typeof channels)[number];

/**
 * `events`: the log has grown. `inbox`: a webhook has come in. `wanted`: what is wanted of a stream has changed (its id).
 * `state`: what is known of a stream has changed (its id). `reports`: something was reported (the instance).
 * `leases`: a lease was given free (its name). `relays`: what the relays are to do has changed (the provider's stream id).
 * `keys`: an API key has changed. `webhooks`: an endpoint, or a secret of a provider, has changed.
 */
export const channels = [
  "events",
  "inbox",
  "wanted",
  "state",
  "reports",
  "leases",
  "relays",
  "keys",
  "webhooks",
] as const;

/**
 * A unit of work that reads: a generator that yields its queries and gets their rows. The engine drives it, at once
 * within one thread or query by query over a connection, so it can wait for nothing but its own queries. It may be run
 * again from its start, so it has no effect of its own beside them.
 */
export type Reading<T> = Generator<ReadStep, T, unknown>;

/** A unit of work that writes; whatever reads can be a part of it. */
export type Writing<T> = Generator<ReadStep | WriteStep, T, unknown>;

// What the engine answers to a step is of the type that Kysely derived for its query, from the same tables.

/** All rows. Bound the query itself. */
export function* all<Row>(query: Query<Row>): Generator<ReadStep, Row[], unknown> {
  return (yield { kind: "all", query }) as Row[];
}

/** The first row, where there is one. */
export function* first<Row>(query: Query<Row>): Generator<ReadStep, Row | undefined, unknown> {
  return (yield { kind: "first", query }) as Row | undefined;
}

/** Answers how many rows were inserted, changed or deleted. */
export function* run(query: Query): Generator<WriteStep, number, unknown> {
  return (yield { kind: "run", query }) as number;
}

/** A change that answers with the first row of its `returning`, where there is one. */
export function* change<Row>(query: Query<Row>): Generator<WriteStep, Row | undefined, unknown> {
  return (yield { kind: "change", query }) as Row | undefined;
}

/** Tells those who listen, in every process on this store, after COMMIT; not at all when the unit is undone. */
export function* notify(channel: Channel, payload: string = ""): Generator<WriteStep, void, unknown> {
  yield { kind: "notify", channel, payload };
}
