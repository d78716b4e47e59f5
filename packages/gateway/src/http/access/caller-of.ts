import { MultistreamError } from "@polycast/core";
import type { Context } from "hono";
import type { Caller, RequestEnv } from "../request-env.ts";

/** Who asks, on a route that needs a key. */
export function callerOf(c: Context<RequestEnv>): Caller {
  const caller = c.get("caller");
  if (caller) return caller;
  throw new MultistreamError("internal", "A route that needs no key asks for its caller.", {
    hint: "Please report it with the request id.",
  });
}
