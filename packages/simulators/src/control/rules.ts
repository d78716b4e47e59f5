import * as z from "zod";

const answer = {
  status: z.int().min(200).max(599),
  headers: z.record(z.string(), z.string()).exactOptional(),
  body: z.unknown().exactOptional(),
};
const milliseconds = z.number().min(0);

const faultSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("answer"), ...answer }),
  z.strictObject({ kind: z.literal("answer_after_commit"), ...answer }),
  z.strictObject({ kind: z.literal("hang"), afterCommit: z.boolean() }),
  z.strictObject({ kind: z.literal("truncate") }),
  z.strictObject({ kind: z.literal("delay"), ms: milliseconds }),
]);

/** A fault rule, as JSON. */
export const faultRuleSchema = z.strictObject({
  method: z.string().exactOptional(),
  path: z.string().startsWith("/").exactOptional(),
  skip: z.int().min(0).exactOptional(),
  times: z.int().min(1).exactOptional(),
  fault: faultSchema,
});

/** The weather of webhooks, as JSON. */
export const weatherSchema = z.strictObject({
  delayMs: milliseconds.exactOptional(),
  copies: z.int().min(0).max(100).exactOptional(),
  reverse: z.int().min(1).max(1000).exactOptional(),
  loseEvery: z.int().min(0).exactOptional(),
});

export const connectSchema = z.strictObject({ protocol: z.enum(["rtmp", "srt"]).exactOptional() });
export const breakSchema = z.strictObject({ how: z.enum(["temporary", "permanent"]).exactOptional() });
export const advanceSchema = z.strictObject({ ms: milliseconds });
