import type { Context } from "hono";
import { randomHex } from "../kernel/ids.ts";
import type { Clock } from "../kernel/types.ts";
import { Boom } from "./errors.ts";
import type { Session } from "./session.ts";
import type { ResolvedSettings } from "./settings.ts";
import type { Account } from "./show.ts";
import type { Store, StreamRecord } from "./store.ts";

/** What every route works on. */
export type Simulation = {
  store: Store;
  session: Session;
  clock: Clock;
  settings: ResolvedSettings;
  account: Account;
};

/** The ids that Castr gives: 24 hexadecimal digits. */
export function newId(): string {
  return randomHex(24);
}

/** The answer to a DELETE. */
export function answerDeleted(context: Context, { settings }: Simulation): Response {
  return settings.quirks.deleteAnswer === "no_content" ? context.body(null, 204) : context.json({ success: true });
}

/** @throws Boom when the plan has no room for one more platform; status and text are assumed */
export function checkRoom(stream: StreamRecord, { plan, quirks }: ResolvedSettings): void {
  if (stream.platforms.size < plan.platformsPerStream) return;
  throw new Boom(quirks.overLimitStatus, `Your plan allows ${plan.platformsPerStream} platforms per stream`);
}
