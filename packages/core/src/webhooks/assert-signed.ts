import type { Secret } from "../redaction/secret.ts";
import { WebhookVerificationError } from "../errors/webhook-verification-error.ts";
import { anySignatureMatches } from "./hmac-sha256.ts";
import { parseSignatureHeader, type SignatureHeader } from "./signature-header.ts";

/** What is checked against what. */
export type SignedDelivery = {
  provider: string;
  /** The value of the signature header; null where there is none. */
  header: string | null;
  /** Several while a secret is being rotated: any may match. */
  secrets: readonly Secret<string>[];
  /** What the provider signs, given the header: the body alone, or with the timestamp before it. */
  signedBytes: (header: SignatureHeader) => Uint8Array;
};

/**
 * Proves the sender of a webhook that is signed as `t=…,v1=…`.
 *
 * @throws WebhookVerificationError `no_secret`, `no_signature`, `malformed_signature` or `wrong_signature`
 */
export async function assertSigned({
  provider,
  header,
  secrets,
  signedBytes,
}: SignedDelivery): Promise<SignatureHeader> {
  if (secrets.every((secret) => secret.reveal() === "")) throw new WebhookVerificationError("no_secret", { provider });
  if (header === null || header === "") throw new WebhookVerificationError("no_signature", { provider });
  const parsed = parseSignatureHeader(header);
  if (!parsed) throw new WebhookVerificationError("malformed_signature", { provider });
  if (await anySignatureMatches(secrets, signedBytes(parsed), parsed.signatures)) return parsed;
  throw new WebhookVerificationError("wrong_signature", { provider });
}
