import { expect, test } from "vitest";
import { compileOnce } from "./compile-once.ts";
import { db } from "./database.ts";

test("the query is built once, and filled in each time", () => {
  let built = 0;
  const query = compileOnce(({ id, state }: { id: string; state: string }) => {
    built += 1;
    const update = db.updateTable("deliveries").set({ lease: null, event_id: state, attempts: 1 });
    return update.where("id", "=", id).where("event_type", "in", ["a", state]);
  });
  const [first, second] = [query({ id: "one", state: "x" }).compile(), query({ id: "two", state: "y" }).compile()];
  expect(first.sql).toBe(second.sql);
  expect(first.parameters).toEqual([null, "x", 1, "one", "a", "x"]);
  expect(second.parameters).toEqual([null, "y", 1, "two", "a", "y"]);
  expect(built).toBe(1);
});

test("what is filled in is no text of the query", () => {
  const query = compileOnce(({ id }: { id: string }) => db.selectFrom("events").select("body").where("id", "=", id));
  const { sql, parameters } = query({ id: "' or 1 = 1 --" }).compile();
  expect(sql).toBe('select "body" from "events" where "id" = ?');
  expect(parameters).toEqual(["' or 1 = 1 --"]);
});
