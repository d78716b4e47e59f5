import {
  equalBytes,
  readJsonBody,
  Secret,
  toHex,
  type VerifiedWebhook,
  type VerifyOptions,
  type WebhookDelivery,
  WebhookVerificationError,
} from "@polycast/core/provider";
import { fieldsOf } from "./fields-of.ts";

const provider = "castr";

/** Castr shows no payload: these are the usual names, and only a plain word counts. */
const names = ["event", "type", "event_type"];
const WORD = /^[\w.:-]{1,64}$/u;

/**
 * Reads a webhook of Castr's. It signs nothing, so nothing proves the sender but the token in the URL that Castr was
 * given, where tokens are set; what the body claims is a hint in either case.
 *
 * Castr numbers nothing either: the id is a hash of the body, so two deliveries with one body count as one event.
 *
 * @param tokens any JSON is taken where there are none
 * @throws WebhookVerificationError `no_signature` without a token, `wrong_signature` with a wrong one, `malformed_body`
 */
export async function verifyWebhook(
  delivery: WebhookDelivery,
  tokens: readonly Secret<string>[],
  options: Pick<VerifyOptions, "now"> = {},
): Promise<VerifiedWebhook> {
  if (tokens.length > 0) await assertToken(delivery.url, tokens);
  const payload = readJsonBody(delivery.body, { provider });
  const fields = fieldsOf(payload);
  const words = names.map((name) => fields[name]);
  return {
    eventId: toHex(await sha256(delivery.body)),
    type: words.find((word): word is string => typeof word === "string" && WORD.test(word)) ?? "unknown",
    occurredAt: (options.now ?? new Date()).toISOString(),
    payload: new Secret(payload),
  };
}

async function assertToken(url: string, tokens: readonly Secret<string>[]): Promise<void> {
  // Some servers tell only the path of a request.
  const base = "https://webhook.invalid";
  const given = URL.canParse(url, base) ? new URL(url, base).searchParams.get("token") : null;
  if (given === null || given === "") throw new WebhookVerificationError("no_signature", { provider });
  const encoder = new TextEncoder();
  const digest = await sha256(encoder.encode(given));
  const expected = await Promise.all(tokens.map((token) => sha256(encoder.encode(token.reveal()))));
  // All are compared, and hashes of one length: the time tells nothing about a token.
  const matches = expected.map((own) => equalBytes(own, digest));
  if (!matches.includes(true)) throw new WebhookVerificationError("wrong_signature", { provider });
}

async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes)));
}
