import { inspect } from "node:util";
import { Secret } from "@polycast/core/provider";
import { describe, expect, it } from "vitest";
import { runOn, temporaryDatabase, testServer } from "../contract/temporary-database.test.support.ts";
import { migrations } from "../migrations.ts";
import { openPostgresStore } from "./open-postgres-store.ts";
import { openFor } from "./postgres-store.test.support.ts";

const open = (url: string) => openPostgresStore({ url: new Secret(url), log: () => undefined });

describe.skipIf(testServer === undefined)("a database of PostgreSQL", () => {
  it("is laid out once by many that start at once", async () => {
    const url = await temporaryDatabase();
    await Promise.all([openFor(url), openFor(url), openFor(url)]);
    const applied = await runOn(url, "select name from migrations order by name");
    expect(applied.map(({ name }) => name)).toEqual(migrations.map(({ name }) => name));
  });

  it("is refused when a newer version wrote it, and left as it is", async () => {
    const url = await temporaryDatabase();
    await (await openFor(url)).close();
    await runOn(url, "insert into migrations values ('9999-newer', 0)");
    const refused = open(url.reveal());
    await expect(refused).rejects.toMatchObject({ code: "internal", hint: expect.stringContaining("newer") });
  });

  it.each([
    ["does not exist", (url: URL) => (url.pathname = "/not_there")],
    ["refuses the user", (url: URL) => (url.username = "nobody_at_all")],
  ])("that %s is named as the fault", async (_name, change) => {
    const url = new URL(testServer ?? "");
    url.password = "top-secret";
    change(url);
    const refusal = await open(url.href).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "invalid_argument", issues: [{ path: "DATABASE_URL" }] });
    expect(inspect(refusal, { depth: 10, showHidden: true })).not.toContain("top-secret");
  });

  it("is sorted by bytes, whatever the database sorts by", async () => {
    const url = await temporaryDatabase();
    await openFor(url);
    const columns = await runOn(
      url,
      `select table_name, column_name from information_schema.columns
        where table_schema = 'public' and data_type = 'text' and collation_name is distinct from 'C'`,
    );
    expect(columns).toEqual([]);
  });
});

describe("a URL of a database", () => {
  it.each([
    "",
    "top-secret",
    "http://user:top-secret@host/database",
    "postgres://user:top-secret@host:port/x",
    "postgres://user:top-secret@host/x?sslnegotiation=none",
    "postgres://user:top-secret@host/x?sslmode=verify-full&sslrootcert=/not/there",
  ])("that cannot be used is refused, without a word of it", async (url) => {
    const refusal = await open(url).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "invalid_argument", issues: [{ path: "DATABASE_URL" }] });
    expect(inspect(refusal, { depth: 10, showHidden: true })).not.toContain("top-secret");
  });

  it("where nobody answers is worth another try", async () => {
    const refusal = await open("postgres://user:top-secret@127.0.0.1:1/x").catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "provider_unavailable", retryable: true });
    expect(inspect(refusal, { depth: 10, showHidden: true })).not.toContain("top-secret");
  });
});
