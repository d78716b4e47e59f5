import type { Simulator } from "./types.ts";

/** What a call brought. `body` is there when the answer is JSON. */
export type Answer = { status: number; headers: Headers; text: string; body: unknown };

/**
 * Calls a simulator's API as a client does: text goes as it is, everything else as JSON.
 *
 * @param headers may overrule `content-type`
 */
export async function callApi(
  simulator: Pick<Simulator, "fetch">,
  request: { method: string; url: string; headers: Record<string, string>; body?: unknown },
): Promise<Answer> {
  const { method, url, body } = request;
  const headers = { ...(body !== undefined && { "content-type": "application/json" }), ...request.headers };
  const sent = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
  const response = await simulator.fetch(new Request(url, { method, headers, ...sent }));
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json") === true && text !== "";
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
}
