import type { Session } from "./session.ts";

/** Ends a transaction without its changes. Where that fails, the session says so, and its connection is closed. */
export async function rollBack(session: Session): Promise<void> {
  if (session.failure()?.lost) return;
  await session.exec("ROLLBACK").catch(() => undefined);
}
