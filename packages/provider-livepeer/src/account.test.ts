import { expect, test } from "vitest";
import { createAccount } from "./account.ts";
import { aContext } from "./test-support/simulated.ts";

test("the user's id is asked for once an hour: the key may have become one of another user", async () => {
  let at = 0;
  let users = 0;
  const account = createAccount({ userId: async () => `u${++users}` }, () => at);
  const seen: string[] = [];
  for (at of [0, 3_600_000, 3_600_001, 7_200_001, 7_200_002]) seen.push(await account(aContext()));
  expect(seen).toEqual(["u1", "u1", "u2", "u2", "u3"]);
});

test("an id that could not be read is asked for again", async () => {
  let asked = 0;
  const userId = async (): Promise<string> => {
    if (++asked === 1) throw new Error("down");
    return "u1";
  };
  const account = createAccount({ userId });
  await expect(account(aContext())).rejects.toThrow("down");
  expect(await account(aContext())).toBe("u1");
});
