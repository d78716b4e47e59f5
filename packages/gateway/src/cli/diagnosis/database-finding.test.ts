import { Secret } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { testServer } from "../../store/contract/temporary-database.test.support.ts";
import { databaseFinding } from "./database-finding.ts";

test("a database that nobody serves is told, without its password", async () => {
  const finding = await databaseFinding(new Secret("postgres://polycast:planted@127.0.0.1:1/polycast"));
  expect(finding).toMatchObject({ level: "wrong", message: expect.stringContaining("ECONNREFUSED") });
  expect(JSON.stringify(finding)).not.toContain("planted");
});

test.skipIf(testServer === undefined)("a database that is there is told by its version", async () => {
  expect(await databaseFinding(new Secret(testServer ?? ""))).toEqual({
    level: "ok",
    what: "database",
    message: expect.stringMatching(/^PostgreSQL \d+/u),
  });
  const missing = new URL(testServer ?? "");
  missing.pathname = "/polycast_no_such_database";
  expect(await databaseFinding(new Secret(missing.href))).toMatchObject({
    level: "wrong",
    message: expect.stringContaining("does not exist"),
    next: expect.stringContaining("DATABASE_URL"),
  });
});
