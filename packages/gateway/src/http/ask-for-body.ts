import type { Context } from "hono";
import type { RequestEnv } from "./request-env.ts";

/** Has a client send the body that it holds back until it is asked for (`Expect: 100-continue`, RFC 9110 §10.1.1). */
export function askForBody(c: Context<RequestEnv>): void {
  const { incoming, outgoing } = { ...c.env };
  if (incoming?.headers.expect === undefined || incoming.httpVersion !== "1.1") return;
  if (outgoing && "writeContinue" in outgoing) outgoing.writeContinue();
}
