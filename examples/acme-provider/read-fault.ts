import { defined, type ErrorAnswer, type ErrorCode, type ProviderFault } from "@polycast/core/provider";
import { object, text } from "./schemas.ts";

const bodySchema = object.extend({ error: object.extend({ code: text, message: text.nullish() }) });

/** Acme's words that say more than the status does. */
const codes: ReadonlyMap<string, ErrorCode> = new Map([
  ["limit_reached", "limit_exceeded"],
  ["plan_required", "forbidden"],
]);

/** Reads `{ "error": { "code", "message" } }`; what is left out follows from the status. */
export function readFault({ body }: ErrorAnswer): ProviderFault {
  const read = bodySchema.safeParse(body);
  if (!read.success) return {};
  const { code, message } = read.data.error;
  return defined({ code: codes.get(code), message: message ?? code });
}
