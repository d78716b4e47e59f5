/** What a provider is answered: a word, and nothing that would help somebody who is none. */
const words = {
  400: "malformed",
  401: "unauthorized",
  404: "not_found",
  405: "method_not_allowed",
  413: "too_large",
  500: "failed",
  503: "unavailable",
} as const;

export type Refusal = keyof typeof words;

/** Taken in: the provider does not deliver it again. */
export function received(): Response {
  return Response.json({ received: true });
}

/** Not taken in: `500` and `503` make every provider deliver it again. */
export function refused(status: Refusal): Response {
  const headers = status === 405 ? { allow: "POST" } : {};
  return Response.json({ error: words[status] }, { status, headers });
}
