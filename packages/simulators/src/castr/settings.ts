import * as z from "zod";
import type { SimulatorSettings } from "../kernel/types.ts";

/**
 * The points on which Castr's guides, its users and third-party notes differ or say nothing. A client has to get along
 * with both sides of each.
 */
export type CastrQuirks = {
  /** What POST and PATCH of a platform answer: the guide shows the platform, a user reports the whole stream. Default `platform`. */
  platformAnswer?: "platform" | "stream";
  /** The status of a create; no page states it. Default 200. */
  createdStatus?: 200 | 201;
  /** What DELETE answers: 200 with `{"success":true}`, or 204 without a body. Default `success`. */
  deleteAnswer?: "success" | "no_content";
  /** What PATCH of a custom platform changes: only `enabled` is documented. Default `all`. */
  patchPlatform?: "enabled_only" | "all";
  /** What PATCH of a stream does with `settings`. Default `merge`. */
  patchSettings?: "merge" | "replace";
  /** The status of a refusal by the plan's limit of platforms. Default 403. */
  overLimitStatus?: 400 | 403;
};

/** How long things take, in milliseconds. None of it is documented; the defaults are assumed. */
export type CastrTimings = {
  /** From the encoder's first media until the stream reads `online`. Default 2 000. */
  streamOnlineMs?: number;
  /** From a reason to change (stream online, toggle, broken, healed) until a platform's status shows it. Default 3 000. */
  platformLagMs?: number;
  /** From the encoder's silence until the stream reads `offline`. Default 10 000. */
  encoderTimeoutMs?: number;
};

/** What the account has paid for. */
export type CastrPlan = {
  /** `false`: every call is refused with 403. Default `true`. */
  api?: boolean;
  /** `false`: webhook endpoints are refused with 403. Default `true`. */
  webhooks?: boolean;
  /** Platforms per stream. Default 6, as in the Starter plan of 2026. */
  platformsPerStream?: number;
  /** Streams that take an encoder at the same time. Default: no limit. */
  concurrentStreams?: number;
};

export type CastrSimulatorSettings = SimulatorSettings & {
  /** The user name of Basic auth. Default `castr-token-id`. */
  tokenId?: string;
  /** The password of Basic auth. Default `castr-secret-key`. */
  secretKey?: string;
  quirks?: CastrQuirks;
  timings?: CastrTimings;
  plan?: CastrPlan;
  /** Castr publishes no limit. Default `off`. */
  rateLimits?: CastrRateLimits | "off";
};

export type CastrRateLimits = {
  perSecond: number;
  burst: number;
  /** The seconds of `Retry-After` on a 429. Default: a 429 without that header. */
  retryAfter?: number;
};

const milliseconds = z.number().min(0);

const settingsSchema = z.object({
  tokenId: z.string().min(1).default("castr-token-id"),
  secretKey: z.string().min(1).default("castr-secret-key"),
  quirks: z
    .object({
      platformAnswer: z.enum(["platform", "stream"]).default("platform"),
      createdStatus: z.union([z.literal(200), z.literal(201)]).default(200),
      deleteAnswer: z.enum(["success", "no_content"]).default("success"),
      patchPlatform: z.enum(["enabled_only", "all"]).default("all"),
      patchSettings: z.enum(["merge", "replace"]).default("merge"),
      overLimitStatus: z.union([z.literal(400), z.literal(403)]).default(403),
    })
    .prefault({}),
  timings: z
    .object({
      streamOnlineMs: milliseconds.default(2000),
      platformLagMs: milliseconds.default(3000),
      encoderTimeoutMs: milliseconds.default(10_000),
    })
    .prefault({}),
  plan: z
    .object({
      api: z.boolean().default(true),
      webhooks: z.boolean().default(true),
      platformsPerStream: z.int().min(0).default(6),
      concurrentStreams: z.int().min(0).optional(),
    })
    .prefault({}),
  rateLimits: z
    .union([
      z.literal("off"),
      z.object({
        perSecond: z.number().positive(),
        burst: z.int().positive(),
        retryAfter: z.number().min(0).optional(),
      }),
    ])
    .default("off"),
});

/** The settings with every default in place; clock and `fetch` are not part of it. */
export type ResolvedSettings = z.infer<typeof settingsSchema>;

/** @throws ZodError when a setting does not fit */
export function resolveSettings(settings: CastrSimulatorSettings): ResolvedSettings {
  return settingsSchema.parse(settings);
}
