import { onTestFinished } from "vitest";
import { openPostgresStore } from "../postgres/open-postgres-store.ts";
import type { Store } from "../store.ts";
import { temporaryStore } from "../temporary-store.test.support.ts";
import { emptiedDatabase, testServer } from "./temporary-database.test.support.ts";

/** An engine that the store runs on. */
export type Engine = {
  name: "SQLite" | "PostgreSQL";
  /** A store of its own, gone with the test. */
  open(): Promise<Store>;
};

const sqlite: Engine = { name: "SQLite", open: async () => temporaryStore() };

const postgres: Engine = {
  name: "PostgreSQL",
  async open() {
    const store = await openPostgresStore({ url: await emptiedDatabase(), log: () => undefined });
    onTestFinished(() => store.close());
    return store;
  },
};

/** The engines to test with: `describe.each(engines)("… on $name", (engine) => …)`. */
export const engines: readonly Engine[] = testServer === undefined ? [sqlite] : [sqlite, postgres];
