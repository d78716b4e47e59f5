import * as z from "zod";

// What a person is shown of an answer. Words are texts: a newer gateway may have some that this version does not know.

const pendingView = z.object({
  changes: z.array(z.string()),
  applies: z.string(),
  error: z.object({ message: z.string(), nextAttemptAt: z.string().optional() }).optional(),
});
const noticeView = z.object({ code: z.string(), message: z.string() });
const statusView = z.object({ state: z.string(), since: z.string().optional() });

export const targetView = z.object({
  id: z.string(),
  streamId: z.string(),
  name: z.string(),
  enabled: z.boolean(),
  rendition: z.string().optional(),
  destination: z.object({
    protocol: z.string().optional(),
    host: z.string().optional(),
    app: z.string().optional(),
    preset: z.string().optional(),
    keyHint: z.string().optional(),
  }),
  status: statusView.extend({
    reason: z.object({ code: z.string(), message: z.string() }).optional(),
    bitrateBps: z.number().optional(),
    nextAttemptAt: z.string().optional(),
  }),
  pending: pendingView.optional(),
  notices: z.array(noticeView).default([]),
  reference: z.string().optional(),
});
export type TargetView = z.output<typeof targetView>;

export const streamView = z.object({
  id: z.string(),
  name: z.string(),
  provider: z.string(),
  enabled: z.boolean(),
  status: statusView,
  session: z.object({ id: z.string(), startedAt: z.string() }).optional(),
  playback: z.array(z.object({ protocol: z.string(), url: z.string() })).optional(),
  targets: z.array(targetView).optional(),
  pending: pendingView.optional(),
  notices: z.array(noticeView).default([]),
  reference: z.string().optional(),
  tenantId: z.string().optional(),
  createdAt: z.string().optional(),
});
export type StreamView = z.output<typeof streamView>;

export const ingestView = z.object({
  protocol: z.string(),
  url: z.string(),
  streamKey: z.string().optional(),
  streamId: z.string().optional(),
  passphrase: z.string().optional(),
  role: z.string().optional(),
});
export type IngestView = z.output<typeof ingestView>;

export type PendingView = z.output<typeof pendingView>;
export type NoticeView = z.output<typeof noticeView>;
