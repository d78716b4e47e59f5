import { createQueryId, PostgresQueryCompiler, type RootOperationNode } from "kysely";
import type { Query } from "../access.ts";
import type { Compile, Prepared } from "../compile-once.ts";
import { type QueryValue, toValue } from "../query-value.ts";

/** A query as PostgreSQL takes it; one with a name is parsed once per connection. */
export type Statement = { text: string; values: QueryValue[]; name?: string };

const compiler = new PostgresQueryCompiler();
const compile: Compile = (node) => compiler.compileQuery(node, createQueryId());

/** Names by their SQL: as many as there are queries that are compiled once. */
const names = new Map<string, string>();

/** Compiles a query for PostgreSQL, whatever it was built for. */
export function toStatement(query: Query): Statement {
  const { sql, parameters } = isPrepared(query) ? query.compileWith(compile) : compile(rootOf(query));
  const values = parameters.map(toValue);
  return isPrepared(query) ? { text: sql, values, name: nameOf(sql) } : { text: sql, values };
}

function isPrepared(query: Query): query is Prepared<unknown> {
  return "compileWith" in query;
}

/** The node of a whole query is a root. */
function rootOf(query: Query): RootOperationNode {
  return query.toOperationNode() as RootOperationNode;
}

function nameOf(sql: string): string {
  const name = names.get(sql) ?? `polycast_${names.size}`;
  names.set(sql, name);
  return name;
}
