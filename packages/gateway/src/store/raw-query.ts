import type { RawBuilder } from "kysely";
import type { Query } from "./access.ts";
import { db } from "./database.ts";

/** A piece of SQL as a query of a unit of work. */
export function toQuery<Row>(query: RawBuilder<Row>): Query<Row> {
  return { compile: () => query.compile(db), toOperationNode: () => query.toOperationNode() };
}
