import type { Http2Bindings, HttpBindings } from "@hono/node-server";
import type { Log } from "../log/create-log.ts";
import { lastAnswer } from "./answer-unreadable.ts";
import type { App } from "./app.ts";
import { HttpError } from "./http-error.ts";

/** What answers the requests of a server until that has closed. */
export type Stoppable = {
  /** Answers a request by the app. */
  fetch(request: Request, env: Bindings): Response | Promise<Response>;
  /** From now on each answer is the last one of its connection. */
  stop(): void;
  /** Answers what still runs with 503: whether it happens is not known. */
  cutShort(): void;
};

/** The request and the answer of Node that belong to it. */
type Bindings = HttpBindings | Http2Bindings;

/** Methods that change nothing. */
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** Makes it. @param log gets a line at `warn` for each request that is cut short */
export function createStoppable(app: App, log?: Log): Stoppable {
  const running = new Set<() => void>();
  let stopped = false;

  const last = ({ outgoing }: Bindings): void => {
    if (stopped && "shouldKeepAlive" in outgoing) outgoing.shouldKeepAlive = false;
  };

  const orCutShort = (answer: Promise<Response>, { method }: Request, env: Bindings): Promise<Response> =>
    new Promise((resolve, reject) => {
      const cut = (): void => {
        log?.warn({ method }, "a request was cut short");
        const { status, headers, body } = lastAnswer(notDone(method));
        resolve(new Response(body, { status, headers }));
      };
      running.add(cut);
      answer
        .finally(() => {
          running.delete(cut);
          last(env);
        })
        .then(resolve, reject);
    });

  return {
    fetch(request, env) {
      const answer = app.fetch(request, env);
      if (answer instanceof Promise) return orCutShort(answer, request, env);
      last(env);
      return answer;
    },
    stop() {
      stopped = true;
    },
    cutShort() {
      for (const cut of running) cut();
    },
  };
}

function notDone(method: string): HttpError {
  const outcome = SAFE.has(method) ? "not_applied" : "unknown";
  return new HttpError(503, "provider_unavailable", "The gateway stops, and this request was not done in time.", {
    outcome,
    hint: outcome === "unknown" ? "Read before repeating: the change may have been made." : "Send it again.",
  });
}
