import * as z from "zod";

/** What Livepeer checks with a regular expression, said as it says it. */
const matching = (pattern: string) =>
  z.string().refine((text) => new RegExp(pattern, "u").test(text), { params: { keyword: "pattern", pattern } });
const uri = (pattern: string) => matching(pattern).refine(isUri, { params: { keyword: "format", format: "uri" } });

function isUri(text: string): boolean {
  return /^[a-z][\d+.a-z-]*:(?:\/\/(?:[^/?#@]*@)?\[[\d.:a-f]+\])?(?:[\w!#$&'()*+,./:;=?@~-]|%[\da-f]{2})*$/iu.test(
    text,
  );
}

/** What zod would call a number, and Livepeer calls by its stricter name. */
const integer = (least: number) => z.int({ error: "must be integer" }).min(least);

const profile = z.strictObject({
  width: integer(128),
  name: z.string().min(1).max(500),
  height: integer(128),
  bitrate: integer(400),
  fps: integer(0),
  fpsDen: integer(1).optional(),
  quality: integer(0).max(44).optional(),
  gop: z.string().optional(),
  profile: z.enum(["H264Baseline", "H264Main", "H264High", "H264ConstrainedHigh"]).optional(),
  encoder: z.enum(["H.264"]).optional(),
});
/** A rendition of a stream. */
export type Profile = z.infer<typeof profile>;

const recordingProfile = profile
  .partial()
  .required({ bitrate: true })
  .extend({
    encoder: z.enum(["H.264", "HEVC", "VP8", "VP9"]).optional(),
  });

const targetUrl = uri("^(srt|rtmps?)://");

/** A target as a stream's list names it: by `id`, or made from `spec`. Also the body of an attach. */
export const referenceSchema = z.strictObject({
  profile: z.string().min(1).max(500),
  videoOnly: z.boolean().optional(),
  id: z.string().optional(),
  spec: z.strictObject({ name: z.string().optional(), url: targetUrl }).optional(),
});
export type Reference = z.infer<typeof referenceSchema>;

const creatorId = z.union([z.strictObject({ type: z.enum(["unverified"]), value: z.string() }), z.string()]);
const tag = z.union([z.string(), z.number(), z.array(z.union([z.string(), z.number()]))]);
const playbackPolicy = z
  .strictObject(
    {
      type: z.enum(["public", "jwt", "webhook"]),
      webhookId: z.string().optional(),
      webhookContext: z.record(z.string(), z.unknown()).optional(),
      refreshInterval: z.number().optional(),
      allowedOrigins: z.array(z.string()).optional(),
    },
    { error: "must be object,null" },
  )
  .nullable();
const pull = z.strictObject({
  source: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  isMobile: z.union([z.literal([0, 1, 2]), z.boolean()]).optional(),
  location: z.strictObject({ lat: z.number(), lon: z.number() }).optional(),
});

const streamFields = {
  creatorId: creatorId.optional(),
  playbackPolicy: playbackPolicy.optional(),
  profiles: z.array(profile, { error: "must be array,null" }).nullable().optional(),
  record: z.boolean().optional(),
  recordingSpec: z
    .strictObject({ profiles: z.array(recordingProfile, { error: "must be array,null" }).nullable().optional() })
    .optional(),
  multistream: z.strictObject({ targets: z.array(referenceSchema).optional() }).optional(),
  userTags: z.record(z.string(), tag).optional(),
};

/** Fields that take any name: what stands below them has no schema of its own name. */
export const OPEN_FIELDS: ReadonlySet<PropertyKey> = new Set(["userTags", "headers"]);

/** Body of `POST /stream`. */
export const newStreamSchema = z.strictObject({ name: z.string(), pull: pull.optional(), ...streamFields });
export type NewStream = z.infer<typeof newStreamSchema>;

/** Body of `PATCH /stream/{id}`. */
export const streamPatchSchema = z.strictObject({
  ...streamFields,
  suspended: z.boolean().optional(),
  name: z.string().optional(),
});

/** Body of `PATCH /stream/{id}/suspended`. */
export const suspendSchema = z.strictObject({ suspended: z.boolean() });

/** Body of `POST /multistream/target`; what only the server sets is accepted and ignored. */
export const newTargetSchema = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  userId: z.string().optional(),
  url: targetUrl,
  disabled: z.boolean().optional(),
  createdAt: z.number().optional(),
});

/** Body of `PATCH /multistream/target/{id}`. */
export const targetPatchSchema = newTargetSchema.partial();

/** Every event there is. */
export const EVENT_TYPES = [
  "stream.started",
  "stream.detection",
  "stream.idle",
  "recording.ready",
  "recording.started",
  "recording.waiting",
  "multistream.connected",
  "multistream.error",
  "multistream.disconnected",
  "playback.user.new",
  "playback.accessControl",
  "asset.created",
  "asset.updated",
  "asset.failed",
  "asset.ready",
  "asset.deleted",
  "task.spawned",
  "task.updated",
  "task.completed",
  "task.failed",
];

/** Body of `POST /webhook` and `PUT /webhook/{id}`. */
export const webhookSchema = z.strictObject({
  id: z.string().optional(),
  name: z.string(),
  kind: z.string().optional(),
  userId: z.string().optional(),
  projectId: z.string().optional(),
  createdAt: z.number().optional(),
  events: z.array(z.enum(EVENT_TYPES)).optional(),
  url: uri("^http(s)?://"),
  sharedSecret: z.string().optional(),
  streamId: z.string().optional(),
  status: z.looseObject({}).optional(),
});

/** Body of `PATCH /webhook/{id}`. */
export const webhookPatchSchema = webhookSchema.partial();

/** Body of `DELETE /stream`. */
export const idsSchema = z.strictObject({ ids: z.array(z.string()) });
