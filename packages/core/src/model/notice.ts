import * as z from "zod";

/** Something worth knowing that is neither a state nor an error. Codes are open: new ones may appear. */
export const noticeSchema = z.object({
  /** e.g. `needs_manual_go_live`, `needs_key`, `keyframe_interval_too_long`, `ignored_provider_options`. */
  code: z.string(),
  message: z.string(),
});
export type Notice = z.infer<typeof noticeSchema>;
