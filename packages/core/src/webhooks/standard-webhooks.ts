import type { VerifyOptions } from "../contract/webhooks.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import { WebhookVerificationError } from "../errors/webhook-verification-error.ts";
import { Secret } from "../redaction/secret.ts";
import { assertFresh } from "./assert-fresh.ts";
import { fromBase64, prefixBytes, toBase64 } from "./bytes.ts";
import { anySignatureMatches, hmacSha256 } from "./hmac-sha256.ts";
import { readStandardSecret } from "./standard-secret.ts";

/** The headers of Standard Webhooks 1.0 (https://www.standardwebhooks.com). */
export const standardHeaders = {
  id: "webhook-id",
  timestamp: "webhook-timestamp",
  signature: "webhook-signature",
} as const;

/** No dot, which separates what is signed, and nothing that a header cannot hold. */
const ID = /^[!-\-/-~]{1,256}$/;
const TIMESTAMP = /^[1-9]\d{0,11}$/;
const MAX_HEADER = 4_096;
const SHA256_BYTES = 32;
const SCHEME = "v1,";

/** What is signed of one message. */
export type StandardMessage = {
  /** The same for every attempt to deliver it. */
  id: string;
  /** When it is sent, in seconds since 1970. */
  timestamp: number;
  body: Uint8Array;
};

/**
 * Signs a message by Standard Webhooks 1.0, scheme `v1`.
 *
 * @param secrets `whsec_…`; several while one is being rotated
 * @returns the value of the signature header: one `v1,…` for each secret, in their order, with a space between
 * @throws MultistreamError `invalid_argument` for an id, a time or a secret that the standard does not know
 */
export async function signStandardWebhook(
  { id, timestamp, body }: StandardMessage,
  secrets: readonly Secret<string>[],
): Promise<string> {
  if (!ID.test(id) || !TIMESTAMP.test(String(timestamp)) || secrets.length === 0) throw unsignable();
  const signed = signedBytes(id, String(timestamp), body);
  const macs = secrets.map((secret) => hmacSha256(readStandardSecret(secret).reveal(), signed));
  return (await Promise.all(macs)).map((mac) => SCHEME + toBase64(mac)).join(" ");
}

/**
 * Proves the sender of a message that is signed by Standard Webhooks 1.0, such as the webhooks that Polycast sends.
 *
 * ```ts
 * const body = new Uint8Array(await request.arrayBuffer());
 * const { id } = await verifyStandardWebhook({ headers: request.headers, body }, { secrets: [secret] });
 * ```
 *
 * Stricter than the standard asks: the time is written without leading zeros, and base64 as it is encoded.
 *
 * @param delivery the raw bytes of the body, before anything has parsed them
 * @param options.secrets `whsec_…`; any may match
 * @returns the message's id, by which to know it again, and when it was sent, in seconds since 1970
 * @throws WebhookVerificationError
 * @throws MultistreamError `invalid_argument` for a secret that is none
 */
export async function verifyStandardWebhook(
  delivery: { headers: Headers; body: Uint8Array },
  options: Omit<VerifyOptions, "secrets"> & {
    secrets: readonly (string | Secret<string>)[];
    /** Who sent it, for errors. Default `webhook`. */
    provider?: string;
  },
): Promise<{ id: string; timestamp: number }> {
  const { provider = "webhook" } = options;
  const refuse = (reason: WebhookVerificationError["reason"]) => new WebhookVerificationError(reason, { provider });
  const secrets = options.secrets.map((secret) => (typeof secret === "string" ? new Secret(secret) : secret));
  if (secrets.length === 0) throw refuse("no_secret");
  const keys = secrets.map(readStandardSecret);
  const [id, timestamp, header] = [standardHeaders.id, standardHeaders.timestamp, standardHeaders.signature].map(
    (name) => delivery.headers.get(name) ?? "",
  );
  if (!id || !timestamp || !header) throw refuse("no_signature");
  const signatures = header.length > MAX_HEADER ? [] : readSignatures(header);
  if (!ID.test(id) || !TIMESTAMP.test(timestamp) || signatures.length === 0) throw refuse("malformed_signature");
  const matches = await anySignatureMatches(keys, signedBytes(id, timestamp, delivery.body), signatures);
  if (!matches) throw refuse("wrong_signature");
  const seconds = Number(timestamp);
  assertFresh(seconds * 1_000, { ...options, provider });
  return { id, timestamp: seconds };
}

function signedBytes(id: string, timestamp: string, body: Uint8Array): Uint8Array {
  return prefixBytes(`${id}.${timestamp}.`, body);
}

/** Every `v1`; other schemes, and one of another form, are passed over. */
function readSignatures(header: string): Uint8Array[] {
  return header.split(" ").flatMap((entry) => {
    const mac = entry.startsWith(SCHEME) ? fromBase64(entry.slice(SCHEME.length)) : undefined;
    return mac?.length === SHA256_BYTES ? [mac] : [];
  });
}

function unsignable(): MultistreamError {
  return new MultistreamError("invalid_argument", "This message cannot be signed by Standard Webhooks.", {
    hint: "It needs an id without spaces and dots, whole seconds since 1970, and at least one secret.",
  });
}
