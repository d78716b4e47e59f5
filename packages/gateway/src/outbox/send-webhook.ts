import { type Dispatcher, request } from "undici";

/** One signed delivery. */
export type WebhookRequest = { url: string; headers: Readonly<Record<string, string>>; body: Uint8Array };

/** What is looked at in an answer. */
export type WebhookAnswer = { status: number; retryAfter?: string };

/** Bytes of an answer that are read, and thrown away, so that its connection can be used again. */
const MAX_ANSWER_BYTES = 16 * 1024;

/**
 * Posts a delivery. Redirects are not followed: where they lead to was never checked. The answer counts once its head is
 * there, whatever becomes of its body.
 *
 * @throws what undici throws, or the signal's reason
 */
export async function sendWebhook(
  dispatcher: Dispatcher,
  { url, headers, body }: WebhookRequest,
  signal: AbortSignal,
): Promise<WebhookAnswer> {
  const answer = await request(url, { dispatcher, method: "POST", headers, body, signal });
  await answer.body.dump({ limit: MAX_ANSWER_BYTES, signal }).catch(() => undefined);
  const retryAfter = answer.headers["retry-after"];
  return { status: answer.statusCode, ...(typeof retryAfter === "string" ? { retryAfter } : {}) };
}
