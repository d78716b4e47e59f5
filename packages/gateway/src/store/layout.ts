import { type ColumnBuilderCallback, type ColumnDataType, type CreateTableBuilder, type RawBuilder, sql } from "kysely";
import { db } from "./database.ts";

/** The engines, by how they speak. */
export type Dialect = "sqlite" | "postgres";

/** How tables are laid out in an engine, so that one list of migrations serves all. */
export type Layout = {
  dialect: Dialect;
  /** Text that sorts by its bytes. */
  text: ColumnDataType | RawBuilder<unknown>;
  /** 64 bits: counts, flags, and milliseconds since the epoch. */
  integer: ColumnDataType;
  /** A table whose columns hold only what they are declared for. */
  createTable: (name: string) => CreateTableBuilder<string>;
  /** What makes an `integer` column the table's own count of its rows, never used twice. */
  position: ColumnBuilderCallback;
};

/** The layout of each engine. */
export const layouts: Readonly<Record<Dialect, Layout>> = {
  sqlite: {
    dialect: "sqlite",
    text: "text",
    integer: "integer",
    createTable: (name) => db.schema.createTable(name).modifyEnd(sql`strict`),
    position: (column) => column.primaryKey().autoIncrement(),
  },
  postgres: {
    dialect: "postgres",
    // Whatever the database sorts by: ids and cursors count on their bytes.
    text: sql`text collate "C"`,
    integer: "bigint",
    createTable: (name) => db.schema.createTable(name),
    position: (column) => column.generatedByDefaultAsIdentity().primaryKey(),
  },
};
