import { type ErrorCode, errorCodeSchema, type MultistreamError, timestampSchema } from "@polycast/core/provider";
import * as z from "zod";
import { type Clock, toTimestamp } from "../clock.ts";

/** What the calls so far say about a provider; nothing is called to find out. */
export const providerHealthSchema = z.object({
  /** `unknown`: not called yet. */
  state: z.enum(["ok", "failing", "unknown"]),
  lastSuccessAt: timestampSchema.optional(),
  lastFailure: z.object({ code: errorCodeSchema, message: z.string(), at: timestampSchema }).optional(),
});
export type ProviderHealth = z.infer<typeof providerHealthSchema>;

/** Errors that are about the provider; the others are about what was asked of it. */
const providerFaults: ReadonlySet<ErrorCode> = new Set([
  "unauthenticated",
  "forbidden",
  "provider_unavailable",
  "timeout",
  "provider_response_invalid",
  "adapter_incompatible",
  "internal",
]);

/** Keeps the last success and the last failure of a provider. */
export function createHealth(clock: Clock): {
  succeeded(): void;
  failed(error: MultistreamError): void;
  read(): ProviderHealth;
} {
  let health: ProviderHealth = { state: "unknown" };
  return {
    succeeded() {
      health = { ...health, state: "ok", lastSuccessAt: toTimestamp(clock.now()) };
    },
    failed({ code, message }) {
      if (!providerFaults.has(code)) return;
      health = { ...health, state: "failing", lastFailure: { code, message, at: toTimestamp(clock.now()) } };
    },
    read: () => health,
  };
}
