import { expect, test } from "vitest";
import { HeldLog } from "./held-log.ts";

test("lines that come before their reader are kept, up to a bound, and then passed on in order", () => {
  const log = new HeldLog();
  for (let line = 0; line < 150; line++) log.write("info", `line ${line}`);
  const read: string[] = [];
  log.readBy((_level, message) => read.push(message));
  log.write("warn", "last", { stream: "s" });
  expect(read).toHaveLength(101);
  expect([read[0], read[99], read[100]]).toEqual(["line 0", "line 99", "last"]);
});

function reader(): never {
  throw new Error("full disk");
}

test("a reader that throws throws at nobody", () => {
  const log = new HeldLog();
  log.write("info", "early");
  expect(() => log.readBy(reader)).not.toThrow();
  expect(() => log.write("info", "late")).not.toThrow();
});
