import type { Context } from "hono";
import type { Log } from "../log/create-log.ts";
import type { HttpMeter } from "../metrics/http-meter.ts";
import { setAnswerHeader } from "./answer-header.ts";
import type { RequestEnv } from "./request-env.ts";
import { newRequestId } from "./request-id.ts";
import { securityHeaders } from "./security-headers.ts";

/** What is done with every request before and after it is answered. */
export type Pass = {
  /** Gives it its id and the headers of its answer. Answers when that was, for `leave`. */
  enter(c: Context<RequestEnv>): number;
  /** Gives it its place in the metrics and its line in the log. @param route the pattern that it matched, or `none` */
  leave(c: Context<RequestEnv>, enteredAt: number, route: string, status: number): void;
};

const REQUEST_ID = /^[\w.:-]{1,128}$/u;

const headers = Object.entries(securityHeaders);

/** Makes it. A line in the log never holds a query, a body or a header. */
export function createPass(log: Log, meter: HttpMeter): Pass {
  return {
    enter(c) {
      const enteredAt = performance.now();
      const sent = c.req.header("x-request-id");
      const requestId = sent !== undefined && REQUEST_ID.test(sent) ? sent : newRequestId();
      c.set("requestId", requestId);
      // Before the answer, which is made with them instead of being made again.
      setAnswerHeader(c, "X-Request-Id", requestId);
      for (const [name, value] of headers) setAnswerHeader(c, name, value);
      return enteredAt;
    },
    leave(c, enteredAt, route, status) {
      const ms = performance.now() - enteredAt;
      const { method } = c.req;
      meter.observe(method, route, status, ms / 1000);
      const caller = c.get("caller");
      const who = caller && { keyId: caller.key.id, tenantId: caller.tenantId };
      log.info({ method, route, status, ms: Math.round(ms), requestId: c.get("requestId"), ...who }, "request");
    },
  };
}
