import type { Deviation } from "./known-deviations.ts";

/** A `fetch` that lets Prism watch, and what Prism said. */
export type PrismFetch = {
  fetch: typeof fetch;
  /** What Prism objected to: one text per request, with the request's method and path. */
  violations: string[];
  /** @throws Error with what Prism objected to since the last time */
  assertObeyed: () => void;
  /** The known deviations that went past Prism. */
  passed: Set<Deviation>;
  /** How many requests went through Prism. */
  watched: () => number;
};

/** Sends what goes to `prism` there, and what is known to deviate straight to `upstream`. */
export function createPrismFetch(prism: string, upstream: string, deviations: readonly Deviation[]): PrismFetch {
  const violations: string[] = [];
  const passed = new Set<Deviation>();
  let watched = 0;
  const watch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const deviation = deviations.find((known) => known.method === request.method && matches(known.path, pathname));
    const body = request.body === null ? undefined : await request.text();
    const options = { method: request.method, headers: request.headers, signal: request.signal, ...(body && { body }) };
    if (deviation) {
      passed.add(deviation);
      return fetch(`${upstream}${pathname}${search}`, options);
    }
    watched += 1;
    const response = await fetch(`${prism}${pathname}${search}`, options);
    const violation = await violationOf(response);
    if (violation !== undefined) violations.push(`${request.method} ${pathname}: ${violation}`);
    return response;
  };
  const assertObeyed = (): void => {
    const found = violations.splice(0);
    if (found.length > 0) throw new Error(`Against the contract:\n${found.join("\n")}`);
  };
  return { fetch: watch, violations, assertObeyed, passed, watched: () => watched };
}

/** What Prism answered instead of the server; undefined when the answer is the server's own. */
export async function violationOf(response: Response): Promise<string | undefined> {
  if (!response.headers.get("content-type")?.startsWith("application/problem+json")) return undefined;
  return response.clone().text();
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split("/");
  const given = path.split("/");
  return wanted.length === given.length && wanted.every((part, index) => part.startsWith("{") || part === given[index]);
}
