import type { Compilable } from "kysely";

/** Runs queries that were built with `db`, at once and to the end. */
export type Reader = {
  /** All rows. Bound the query itself. */
  all<Row>(query: Compilable<Row>): Row[];
  /** The first row, where there is one. */
  first<Row>(query: Compilable<Row>): Row | undefined;
};

/**
 * What a unit of work may do; it sees its own writes. Usable only inside its unit: later use throws, so that nothing
 * can be written outside the transaction.
 */
export type Transaction = Reader & {
  /** Answers how many rows were inserted, changed or deleted. */
  run(query: Compilable): number;
};
