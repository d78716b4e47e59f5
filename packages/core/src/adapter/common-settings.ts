import * as z from "zod";
import { isPlainHttpUrl } from "../http/is-plain-http-url.ts";

const rateLimitSchema = z.strictObject({ perSecond: z.number().positive(), burst: z.number().min(1) });

/** The settings that the adapters of all cloud providers take: to be spread into their own schemas. */
export const commonSettings = {
  /** Where the API is. Default: the variable `<PROVIDER>_BASE_URL`, else the provider's own address. */
  baseUrl: z
    .string()
    .refine(isPlainHttpUrl, { message: "must be an http(s):// URL of scheme, host and path only" })
    .optional(),
  /** Default: the global one, looked up at each call. */
  fetch: z
    .custom<typeof globalThis.fetch>((value) => typeof value === "function", { message: "must be a function" })
    .optional(),
  /** How often these credentials may call: `create` is for `POST`, `other` for the rest. Default: see the provider. */
  rateLimits: z.strictObject({ create: rateLimitSchema.optional(), other: rateLimitSchema.optional() }).optional(),
  /** Milliseconds for one attempt of a call. Default 10 000. */
  attemptTimeoutMs: z.int().positive().optional(),
};

const schema = z.object(commonSettings);
/** Those settings after their check. */
export type CommonSettings = z.output<typeof schema>;
