import { untilAborted } from "../calls/until-aborted.ts";
import { call } from "../client/call.ts";
import type { CallContext } from "../contract/call-context.ts";
import { type Sender, Trouble } from "./intake.ts";

/** Milliseconds that a provider's API may take while a webhook waits. */
const READ_MS = 10_000;
/**
 * And for all of a webhook up to its handlers. Livepeer waits 30 s for an answer. Mux hangs up after 5 s and delivers
 * again: what is taken in later than that is done all the same.
 */
const TAKE_MS = 20_000;

/** Reads what a webhook asks for. @throws Trouble `read` */
export async function reading<T>(
  { adapter }: Sender,
  { signal }: CallContext,
  read: (context: CallContext) => Promise<T>,
): Promise<T> {
  try {
    return await call(adapter.name, { signal, timeoutMs: READ_MS }, read, { isRead: true });
  } catch (error) {
    throw new Trouble("read", error);
  }
}

/** Gives a webhook only so much time to be taken in: a store that hangs has failed. */
export function inTime<T>(take: (context: CallContext) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(TAKE_MS);
  return untilAborted(signal, take({ signal }));
}
