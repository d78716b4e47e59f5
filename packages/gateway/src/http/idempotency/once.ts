import type { AnswerProblem, Handle } from "../handle.ts";
import { IDEMPOTENCY_HEADER, type Idempotency } from "./idempotency.ts";
import { repeatable } from "./repeatable.ts";

export type OnceOptions = {
  idempotency: Idempotency;
  answerProblem: AnswerProblem;
  /** Of the route. */
  operationId: string | undefined;
};

/** Has a request that comes with a key run once. One without goes straight through. */
export function once({ idempotency, answerProblem, operationId = "" }: OnceOptions, handle: Handle): Handle {
  const isRepeatable = repeatable.has(operationId);
  return (c) => {
    if (c.req.header(IDEMPOTENCY_HEADER) === undefined) return handle(c);
    const next = async (): Promise<void> => {
      try {
        c.res = await handle(c);
      } catch (error) {
        c.error =
          error instanceof Error ? error : new Error("Something that is no error was thrown.", { cause: error });
        c.res = answerProblem(c, error);
      }
    };
    return idempotency(c, next, isRepeatable).then((answer) => answer ?? c.res);
  };
}
