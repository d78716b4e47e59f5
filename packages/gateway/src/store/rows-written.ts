import {
  BinaryOperationNode,
  ColumnNode,
  DeleteQueryNode,
  InsertQueryNode,
  type OperationNode,
  OperatorNode,
  PrimitiveValueListNode,
  ReferenceNode,
  TableNode,
  UpdateQueryNode,
  ValueListNode,
  ValueNode,
  ValuesNode,
} from "kysely";
import type { Query } from "./access.ts";

/**
 * Rows of the tables of streams and targets that may be other ones than before: ids of streams, and of targets that were
 * changed or deleted. `all`: it cannot be told which.
 */
export type RowsWritten = readonly string[] | "all";

const NONE: readonly string[] = [];

/**
 * Which of those rows a query writes, read from the query itself, so that no repository can forget to say. What a foreign
 * key deletes along with a stream belongs to that stream; there is no trigger.
 */
export function rowsWrittenBy(query: Query): RowsWritten {
  const node: OperationNode = query.toOperationNode();
  if (UpdateQueryNode.is(node)) return changed(nameOf(node.table), node.where?.where);
  if (DeleteQueryNode.is(node)) return changed(nameOf(only(node.from.froms)), node.where?.where);
  if (!InsertQueryNode.is(node)) return "all";
  const table = nameOf(node.into);
  if (table === "targets") return node.onConflict ? "all" : (streamsOf(node) ?? "all");
  // Nobody can have read what was not there.
  return table === undefined || (table === "streams" && node.onConflict) ? "all" : NONE;
}

/** The same of many. */
export function together(all: readonly RowsWritten[]): RowsWritten {
  const ids: string[] = [];
  for (const rows of all) {
    if (rows === "all") return "all";
    ids.push(...rows);
  }
  return ids;
}

function changed(table: string | undefined, where: OperationNode | undefined): RowsWritten {
  if (table !== undefined && table !== "streams" && table !== "targets") return NONE;
  const id = table === undefined || where === undefined ? undefined : idIn(where);
  return id === undefined ? "all" : [id];
}

/** Of `id = …`, and nothing else. */
function idIn(where: OperationNode): string | undefined {
  if (!BinaryOperationNode.is(where)) return undefined;
  const { leftOperand, operator, rightOperand } = where;
  const isId = ReferenceNode.is(leftOperand) && columnOf(leftOperand.column) === "id";
  const isEqual = OperatorNode.is(operator) && operator.operator === "=";
  return isId && isEqual && ValueNode.is(rightOperand) ? textOf(rightOperand.value) : undefined;
}

function streamsOf({ columns = [], values }: InsertQueryNode): string[] | undefined {
  const index = columns.findIndex((column) => columnOf(column) === "stream_id");
  if (index < 0 || !values || !ValuesNode.is(values)) return undefined;
  const ids = values.values.map((row) => {
    if (PrimitiveValueListNode.is(row)) return textOf(row.values[index]);
    const value = ValueListNode.is(row) ? row.values[index] : undefined;
    return value && ValueNode.is(value) ? textOf(value.value) : undefined;
  });
  const known = ids.filter((id) => id !== undefined);
  return known.length === ids.length ? known : undefined;
}

function nameOf(table: OperationNode | undefined): string | undefined {
  return table && TableNode.is(table) ? table.table.identifier.name : undefined;
}

function columnOf(column: OperationNode): string | undefined {
  return ColumnNode.is(column) ? column.column.name : undefined;
}

function only<T>(list: readonly T[]): T | undefined {
  return list.length === 1 ? list[0] : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
