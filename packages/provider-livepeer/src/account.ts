import type { CallContext } from "@polycast/core/provider";
import type { LivepeerApi } from "./api.ts";

/** How long the answer counts: the API key may be replaced by one of another user. */
const MAX_AGE_MS = 3_600_000;

/** Answers the id of the user whom the API key belongs to, which the list of targets asks for. */
export type Account = (context: CallContext) => Promise<string>;

/** Asks once an hour. */
export function createAccount(api: Pick<LivepeerApi, "userId">, now: () => number = Date.now): Account {
  let known: { userId: string; at: number } | undefined;
  return async (context) => {
    if (!known || now() - known.at > MAX_AGE_MS) known = { userId: await api.userId(context), at: now() };
    return known.userId;
  };
}
