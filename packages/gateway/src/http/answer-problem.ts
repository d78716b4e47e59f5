import { isMultistreamError } from "@polycast/core";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { Log } from "../log/create-log.ts";
import type { AnswerProblem } from "./handle.ts";
import { toProblem } from "./problem.ts";

/** Makes what answers with an error. What nobody expected gets a line in the log, under the id of its request. */
export function createProblems(log: Log): AnswerProblem {
  return (c, thrown) => {
    const { problem, headers } = toProblem(thrown, c.get("requestId"));
    if (!isMultistreamError(thrown) || thrown.code === "internal") {
      log.error({ err: thrown, requestId: problem.requestId }, "request failed");
    }
    const all = { ...headers, "Content-Type": "application/problem+json" };
    return c.body(JSON.stringify(problem), problem.status as ContentfulStatusCode, all);
  };
}
