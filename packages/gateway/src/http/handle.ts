import type { Context } from "hono";
import type { Pass } from "./pass.ts";
import type { RequestEnv } from "./request-env.ts";

/** Answers a request: at once where nothing has to be waited for, which spares turns of the event loop. */
export type Handle = (c: Context<RequestEnv>) => Response | Promise<Response>;

/** Answers with an error. */
export type AnswerProblem = (c: Context<RequestEnv>, thrown: unknown) => Response;

/**
 * Has each request pass, and answers the errors of what handles it: one function for a route instead of a chain, which
 * would make each link wait for the next. A request that has passed already only gets its answer.
 */
export function passing(
  { pass, answerProblem }: { pass: Pass; answerProblem: AnswerProblem },
  route: string,
  handle: Handle,
): Handle {
  const run: Handle = (c) => {
    const failed = (error: unknown): Response => answerProblem(c, error);
    try {
      const answer = handle(c);
      return answer instanceof Promise ? answer.catch(failed) : answer;
    } catch (error) {
      return failed(error);
    }
  };
  return (c) => {
    // By its type it is there, which it is from here on.
    if ((c.get("requestId") as string | undefined) !== undefined) return handle(c);
    const enteredAt = pass.enter(c);
    const left = (answer: Response): Response => {
      pass.leave(c, enteredAt, route, answer.status);
      return answer;
    };
    const answer = run(c);
    return answer instanceof Promise ? answer.then(left) : left(answer);
  };
}
