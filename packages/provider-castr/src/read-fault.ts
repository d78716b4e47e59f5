import { defined, type ErrorAnswer, type ProviderFault } from "@polycast/core/provider";
import * as z from "zod";

/** The envelope of Castr's errors, as third-party clients saw it: `{ statusCode, error, message }`. */
const envelopeSchema = z.object({
  message: z
    .union([z.string(), z.array(z.string()).transform((texts) => texts.join("; "))])
    .optional()
    .catch(undefined),
  error: z.string().optional().catch(undefined),
});

const REFUSED = "Mend what Castr names in its message: the same again would be refused again.";

const hints: Partial<Record<number, string>> = {
  400: REFUSED,
  401: "Check CASTR_TOKEN_ID and CASTR_TOKEN_SECRET: the secret key is shown once, when the token is made.",
  402: "Check the plan of the Castr account: it limits the API, the streams and the targets per stream.",
  403: "Check the plan of the Castr account and what the token may do: the plan limits the API, the streams and the targets per stream.",
  404: "Check the id. What was deleted, or belongs to another account of Castr, is not found either.",
  422: REFUSED,
  429: "Castr publishes no limit; lower `rateLimits` of castr().",
};

/** How a plan's limit may be told: neither status nor text is documented. */
const FULL = /plan allows|limit (?:reach|exceed)|too many/iu;

/**
 * Reads an error answer. The code follows from the status, since Castr has no words of its own for causes; but a plan that
 * is full says nothing of the token, and something can be done about it.
 */
export function readFault({ status, body }: ErrorAnswer): ProviderFault {
  const read = envelopeSchema.safeParse(body);
  const message = read.success ? (read.data.message ?? read.data.error) : undefined;
  const isFull = status < 429 && FULL.test(message ?? "");
  return defined({
    code: isFull ? ("limit_exceeded" as const) : undefined,
    message: message || undefined,
    hint: hints[isFull ? 402 : status],
  });
}
