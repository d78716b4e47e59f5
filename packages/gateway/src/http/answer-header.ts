import type { Context } from "hono";
import type { RequestEnv } from "./request-env.ts";

/**
 * Puts a header on the answer to a request before there is one. Under a server on Node's own answer, which is many
 * times cheaper than a `Headers` that is filled, sorted and taken apart again.
 */
export function setAnswerHeader(c: Context<RequestEnv>, name: string, value: string): void {
  // Absent, whatever its type says, when the app is called without a server.
  const bindings: Partial<RequestEnv["Bindings"]> | undefined = c.env;
  if (bindings?.outgoing) bindings.outgoing.setHeader(name, value);
  else c.header(name, value);
}
