import type { ClientBase, QueryResult } from "pg";
import type { ReadStep, WriteStep } from "../access.ts";
import type { Notice } from "../savepoint.ts";
import { type Statement, toStatement } from "./compile-query.ts";
import { type PostgresFailure, toFailure } from "./failure.ts";

/** One connection to PostgreSQL while somebody uses it. What it throws is a `PostgresFailure`. */
export type Session = {
  /** Runs one query of a unit of work. */
  execute(step: ReadStep | Exclude<WriteStep, Notice>): Promise<unknown>;
  /** Runs plain SQL. */
  exec(sql: string): Promise<void>;
  /** Has PostgreSQL tell this after COMMIT, each notice once. */
  tell(notices: readonly Notice[]): Promise<void>;
  /** The last thing that went wrong, since `reset`. */
  failure(): PostgresFailure | undefined;
  reset(): void;
};

/** Wraps a connection. */
export function createSession(client: ClientBase): Session {
  let failure: PostgresFailure | undefined;

  const ask = async (statement: Statement | { text: string; values: unknown[] }): Promise<QueryResult> => {
    try {
      return await client.query(statement);
    } catch (error) {
      failure = toFailure(error);
      throw failure;
    }
  };

  return {
    async execute({ kind, query }) {
      const { rows, rowCount } = await ask(toStatement(query));
      if (kind === "all") return rows;
      return kind === "run" ? (rowCount ?? 0) : rows[0];
    },
    async exec(sql) {
      await ask({ text: sql, values: [] });
    },
    async tell(notices) {
      const once = new Map(notices.map(({ channel, payload }) => [`${channel} ${payload}`, { channel, payload }]));
      const told = [...once.values()];
      if (told.length === 0) return;
      const values = [told.map(({ channel }) => wireName(channel)), told.map(({ payload }) => payload)];
      await ask({ text: "select pg_notify(c, p) from unnest($1::text[], $2::text[]) as told (c, p)", values });
    },
    failure: () => failure,
    reset: () => {
      failure = undefined;
    },
  };
}

/** Channels are the database's, which may be shared with others. */
export function wireName(channel: string): string {
  return `polycast_${channel}`;
}
