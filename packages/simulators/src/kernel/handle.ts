import type { TakingFaultPlan } from "./fault-plan.ts";
import type { WritableRequestLog } from "./request-log.ts";
import type { Clock, Fault } from "./types.ts";

/** What a request goes through: whatever answers, with faults and a log around it. */
export type Handled = {
  app: { fetch(request: Request): Response | Promise<Response> };
  faults: TakingFaultPlan;
  requests: WritableRequestLog;
  clock: Clock;
};

/**
 * Logs each request and applies the fault that is planned for it.
 *
 * @returns a function that answers as `fetch` does, and rejects with the signal's reason when a hanging request is aborted
 */
export function withFaults({ app, faults, requests, clock }: Handled): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    const answered = requests.note({ method: request.method, path: pathname, search, at: clock.now() });
    const fault = faults.take(request.method, pathname);
    const response = await (fault ? faulty(fault, request, app, clock) : app.fetch(request));
    answered(response.status);
    return response;
  };
}

async function faulty(fault: Fault, request: Request, app: Handled["app"], clock: Clock): Promise<Response> {
  switch (fault.kind) {
    case "answer":
      return answerOf(fault);
    case "answer_after_commit":
      await app.fetch(request);
      return answerOf(fault);
    case "hang":
      if (fault.afterCommit) await app.fetch(request);
      return aborted(request.signal);
    case "truncate":
      return half(await app.fetch(request));
    case "delay": {
      const response = await app.fetch(request);
      await Promise.race([passed(fault.ms, request.signal, clock), aborted(request.signal)]);
      return response;
    }
  }
}

/** Statuses that HTTP lets carry no body. */
const BODYLESS = new Set([204, 205, 304]);

function answerOf({ status, headers, body }: Extract<Fault, { status: number }>): Response {
  if (body === undefined || BODYLESS.has(status)) return new Response(null, { status, headers: { ...headers } });
  const isText = typeof body === "string";
  const type = isText ? "text/plain; charset=utf-8" : "application/json";
  return new Response(isText ? body : JSON.stringify(body), { status, headers: { "content-type": type, ...headers } });
}

function passed(ms: number, signal: AbortSignal, clock: Clock): Promise<void> {
  return new Promise((done) => {
    signal.addEventListener("abort", clock.after(ms, done), { once: true });
  });
}

/** Never resolves. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, fail) => {
    const stop = () => fail(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}

async function half(response: Response): Promise<Response> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  const body = bytes.length === 0 ? null : bytes.slice(0, Math.floor(bytes.length / 2));
  return new Response(body, { status: response.status, headers });
}
