import { MultistreamError, type RateLimit } from "@polycast/core/provider";
import { z } from "zod";
import { PROVIDER } from "./provider-name.ts";

const DEFAULT_BASE_URL = "https://livepeer.studio/api";

const rateLimitSchema = z.strictObject({ perSecond: z.number().positive(), burst: z.number().min(1) });

/** How Livepeer Studio is reached. What is left out comes from the environment when it is first needed. */
export const livepeerSettingsSchema = z.strictObject({
  /** Default `LIVEPEER_API_KEY`. */
  apiKey: z.string().trim().min(1).optional(),
  /** The shared secrets of the webhooks; several while one is being rotated. Default `LIVEPEER_WEBHOOK_SECRET`. */
  webhookSecrets: z.array(z.string().min(1)).min(1).max(10).optional(),
  /** Default `LIVEPEER_BASE_URL`, else `https://livepeer.studio/api`. */
  baseUrl: z.url({ protocol: /^https?$/u }).optional(),
  /** Default: the global one, looked up at each call. */
  fetch: z.custom<typeof globalThis.fetch>((value) => typeof value === "function").optional(),
  /** Livepeer names no limits; ours are modest. Default for both: 10 calls per second, bursts of 30. */
  rateLimits: z.strictObject({ create: rateLimitSchema.optional(), other: rateLimitSchema.optional() }).optional(),
  /** Milliseconds for one attempt of a call. Default 10 000. */
  attemptTimeoutMs: z.int().min(1).max(120_000).optional(),
  /**
   * Ask the health endpoint of Livepeer's dashboard in `poll`, which tells whether a target is connected? It is not
   * documented, so its faults are ignored. Default no.
   */
  healthEndpoint: z.boolean().optional(),
});
export type LivepeerSettings = z.input<typeof livepeerSettingsSchema>;
/** The settings after the check. */
export type CheckedSettings = z.output<typeof livepeerSettingsSchema>;

/** Looks a variable up; `undefined` where it is not set. */
export type Environment = (name: string) => string | undefined;

/** The process's variables, where the platform has any; an empty one counts as not set. */
export const processEnvironment: Environment = (name) => {
  const process: unknown = Reflect.get(globalThis, "process");
  if (typeof process !== "object" || process === null) return undefined;
  const variables: unknown = Reflect.get(process, "env");
  if (typeof variables !== "object" || variables === null) return undefined;
  const value: unknown = Reflect.get(variables, name);
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
};

/** @throws MultistreamError `unauthenticated`, naming the variable to set */
export function readCredentials(
  settings: CheckedSettings,
  environment: Environment,
): { authorization: string; secrets: readonly string[] } {
  const apiKey = settings.apiKey ?? environment("LIVEPEER_API_KEY");
  if (apiKey === undefined) {
    throw new MultistreamError("unauthenticated", "livepeer: there is no API key.", {
      provider: PROVIDER,
      hint: "Set LIVEPEER_API_KEY, or pass `livepeer({ apiKey })`. Keys are made in Livepeer Studio under Developers.",
    });
  }
  return { authorization: `Bearer ${apiKey}`, secrets: [apiKey] };
}

/** Without a slash at the end. */
export function readBaseUrl(settings: CheckedSettings, environment: Environment): string {
  return (settings.baseUrl ?? environment("LIVEPEER_BASE_URL") ?? DEFAULT_BASE_URL).replace(/\/+$/u, "");
}

/** None where nothing is set: whoever needs one says so. */
export function readWebhookSecrets(settings: CheckedSettings, environment: Environment): readonly string[] {
  if (settings.webhookSecrets) return settings.webhookSecrets;
  const secret = environment("LIVEPEER_WEBHOOK_SECRET");
  return secret === undefined ? [] : [secret];
}

/** Ours, for Livepeer names none. */
export function readRateLimits({ rateLimits }: CheckedSettings): { create: RateLimit; other: RateLimit } {
  const modest: RateLimit = { perSecond: 10, burst: 30 };
  return { create: rateLimits?.create ?? modest, other: rateLimits?.other ?? modest };
}
