import * as z from "zod";
import { checkWith } from "../kernel/check.ts";
import { readJson } from "../kernel/read-json.ts";
import { invalidParameters } from "./errors.ts";

const policySchema = z.enum(["public", "signed", "drm"]);
export type PlaybackPolicy = z.infer<typeof policySchema>;

const passthroughSchema = z.string().max(255);
const titleSchema = z
  .string()
  .refine((title) => Array.from(title).length <= 512, { message: "is longer than 512 characters" });
const metaSchema = z.looseObject({ title: titleSchema.optional() });

/** The scheme is checked as the guide lists it; that a wrong one is refused is assumed. No length limit of `passthrough` is known. */
export const createTargetSchema = z.object({
  url: z.string().regex(/^(?:rtmps?|srt):\/\/[^/\s]/iu, { message: "must be an rtmp, rtmps or srt URL" }),
  stream_key: z.string().optional(),
  passthrough: z.string().optional(),
});
export type CreateTargetRequest = z.infer<typeof createTargetSchema>;

export const createPlaybackIdSchema = z.object({
  policy: policySchema.optional(),
  drm_configuration_id: z.string().optional(),
});

const commonFields = {
  passthrough: passthroughSchema.optional(),
  latency_mode: z.enum(["low", "reduced", "standard"]).optional(),
  reconnect_window: z.number().min(0).max(1800).optional(),
  use_slate_for_standard_latency: z.boolean().optional(),
  reconnect_slate_url: z.string().optional(),
  max_continuous_duration: z.int().min(60).max(43_200).optional(),
  meta: metaSchema.optional(),
};

/** How many targets one stream may have (mux.com/docs/guides/stream-live-to-3rd-party-platforms). */
export const MOST_TARGETS = 6;

/** What POST takes; fields that it does not know are ignored, which is assumed. */
export const createStreamSchema = z
  .object({
    ...commonFields,
    playback_policy: z.array(policySchema).optional(),
    playback_policies: z.array(policySchema).optional(),
    advanced_playback_policies: z.array(createPlaybackIdSchema).optional(),
    new_asset_settings: z.looseObject({}).optional(),
    audio_only: z.boolean().optional(),
    low_latency: z.boolean().optional(),
    reduced_latency: z.boolean().optional(),
    test: z.boolean().optional(),
    embedded_subtitles: z.array(z.looseObject({})).optional(),
    generated_subtitles: z.array(z.looseObject({})).optional(),
    simulcast_targets: z
      .array(createTargetSchema)
      .max(MOST_TARGETS, { message: `must not have more than ${MOST_TARGETS} entries` })
      .optional(),
  })
  .transform(({ playback_policy, low_latency, reduced_latency, ...rest }) => {
    const mode = rest.latency_mode ?? (low_latency ? "low" : reduced_latency ? "reduced" : undefined);
    const policies = rest.playback_policies ?? playback_policy;
    return {
      ...rest,
      ...(policies ? { playback_policies: policies } : {}),
      ...(mode ? { latency_mode: mode } : {}),
    };
  });
export type CreateStreamRequest = z.infer<typeof createStreamSchema>;

/** What PATCH takes. Other fields, `simulcast_targets` among them, are ignored without a word, which is assumed. */
export const updateStreamSchema = z.object({
  ...commonFields,
  new_asset_settings: z
    .object({
      master_access: z.string().optional(),
      meta: z.looseObject({}).optional(),
      mp4_support: z.string().optional(),
      video_quality: z.string().optional(),
    })
    .optional(),
});

const address = z.string().regex(/^https?:\/\/[^/\s]/iu, { message: "must be an http or https URL" });
export const createWebhookSchema = z.object({ address });
export const updateWebhookSchema = z
  .object({ address: address.optional(), enabled: z.boolean().optional() })
  .refine((patch) => patch.address !== undefined || patch.enabled !== undefined, {
    message: "at least one of address and enabled must be given",
  });

/** 25 to a page as the contract says (10 on a page of prose); that more than 100 are refused, not cut, is assumed. */
const listSchema = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  page: z.coerce.number().int().min(1).default(1),
});

/** @throws MuxProblem 400 with the first thing that is wrong; values are not repeated */
export async function bodyOf<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.output<Schema>> {
  const body = await readJson(request);
  if (!body.ok) throw invalidParameters("Failed to parse the request body");
  return check(schema, body.value ?? {});
}

/** One page of a list: past the end it is empty. */
export function pageOf<Item>(items: readonly Item[], query: Record<string, string>): Item[] {
  const { limit, page } = check(listSchema, query);
  return items.slice((page - 1) * limit, page * limit);
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  return checkWith(schema, value, (field, message) => invalidParameters(`${field || "request"}: ${message}`));
}
