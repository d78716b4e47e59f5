import { defined, type ErrorAnswer, type ProviderFault } from "@polycast/core/provider";
import * as z from "zod";

/** More than this nobody reads. */
const MAX_MESSAGES = 5;

/**
 * The shapes of Mux's errors: `{ error: { type, messages } }`, `{ error: { type, message } }`, and `{ errors }` where a
 * rate limit answers. Anything in front of Mux may answer with none of them.
 */
const errorBodySchema = z.object({
  error: z
    .object({
      type: z.string().optional().catch(undefined),
      message: z.string().optional().catch(undefined),
      messages: z.array(z.string()).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  errors: z.array(z.string()).optional().catch(undefined),
});

/** What an error answer of Mux says. Its text is told and never decided by: it is documented nowhere. */
export function readFault({ status, body }: ErrorAnswer): ProviderFault {
  const read = errorBodySchema.safeParse(body);
  const { error, errors } = read.success ? read.data : {};
  const messages = error?.messages ?? (error?.message === undefined ? errors : [error.message]);
  const text = (messages ?? []).slice(0, MAX_MESSAGES).join("; ") || error?.type;
  return defined({ message: text || undefined, hint: hints[status] });
}

const REFUSED = "Mend what Mux names in its message: the same again would be refused again.";

const hints: Readonly<Record<number, string>> = {
  400: REFUSED,
  401: "Check MUX_TOKEN_ID and MUX_TOKEN_SECRET: an access token belongs to one environment of Mux.",
  403: "Give the access token the permissions that this needs: video read and write, system for webhooks.",
  404: "Check the id. Mux also answers so for what belongs to another environment.",
  422: REFUSED,
};
