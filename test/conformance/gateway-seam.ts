import { type Fault, FaultPlan } from "@polycast/core/conformance";

/** The way from the adapter to the gateway, on which requests are counted and things go wrong. */
export type GatewaySeam = {
  fetch: typeof fetch;
  /** Requests so far, the event stream left aside. */
  calls(): number;
  plan: FaultPlan;
};

/**
 * Opens it.
 *
 * @param sent what the answers that go wrong repeat, as providers have been seen to do
 */
export function gatewaySeam(sent: () => readonly string[]): GatewaySeam {
  const plan = new FaultPlan();
  let calls = 0;

  async function answer(request: Request): Promise<Response> {
    if (isEventStream(request)) return fetch(request);
    calls += 1;
    const operation = operationOf(request);
    const kind = operation && plan.take(operation);
    const said = `Something went wrong with ${sent().join(", ")}.`;
    switch (kind) {
      case undefined:
        return fetch(request);
      case "rate_limited":
        return problem(429, "rate_limited", said, { "retry-after": "1" });
      case "error":
        return problem(503, "provider_unavailable", said);
      case "error_after_commit":
        await (await fetch(request)).arrayBuffer();
        return problem(500, "internal", said);
      case "timeout_after_commit":
        await (await fetch(request)).arrayBuffer();
        return silence(request.signal);
      case "timeout":
        return silence(request.signal);
      case "garbage":
        return new Response("<html>Welcome</html>", { headers: { "content-type": "text/html" } });
    }
  }

  return { fetch: async (input, init) => answer(new Request(input, init)), calls: () => calls, plan };
}

/** It is open for as long as somebody listens, and is no call. */
function isEventStream({ url }: Request): boolean {
  return new URL(url).pathname === "/v1/events/stream";
}

function operationOf({ method, url }: Request): Fault["operation"] | undefined {
  const { pathname } = new URL(url);
  if (method === "GET") return "read";
  if (method === "DELETE") return "delete";
  if (method === "POST" && pathname === "/v1/streams") return "stream.create";
  return method === "POST" && pathname.endsWith("/targets") ? "target.create" : undefined;
}

function problem(status: number, code: string, detail: string, headers: Record<string, string> = {}): Response {
  const outcome = status === 500 ? "unknown" : "not_applied";
  const body = { type: `/errors/${code}`, title: detail, status, detail, code, retryable: true, outcome };
  return Response.json(body, { status, headers: { "content-type": "application/problem+json", ...headers } });
}

function silence(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
