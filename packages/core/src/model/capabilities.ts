import * as z from "zod";
import { protocolSchema } from "./destination.ts";
import { appliesSchema } from "./pending.ts";
import { targetStateSchema } from "./target-status.ts";

/** What happens to a change in each state of the stream. Not a boolean: providers differ by when, not only by whether. */
export const ruleSchema = z.object({
  /** While the stream is idle. */
  idle: z.union([appliesSchema, z.literal("refused")]),
  /** While the stream is live or reconnecting. */
  live: z.union([appliesSchema, z.literal("refused")]),
  /** While the stream is disabled. Absent: as while it is idle. */
  disabled: z.union([appliesSchema, z.literal("refused")]).optional(),
  /** `emulated`: Polycast makes it out of other calls. */
  via: z.enum(["native", "emulated"]),
  /** Why it is refused or late, for people. */
  reason: z.string().optional(),
  /** The page that says so. */
  source: z.string(),
  evidence: z.enum(["tested", "documented", "assumed"]),
});
export type Rule = z.infer<typeof ruleSchema>;

const storedFieldSchema = z.enum(["name", "reference", "metadata", "createdAt"]);

/** What a provider can do, as plain data. */
export const capabilitiesSchema = z.object({
  target: z.object({
    create: ruleSchema,
    delete: ruleSchema,
    enable: ruleSchema,
    disable: ruleSchema,
    restart: ruleSchema,
    update: z.object({ name: ruleSchema, destination: ruleSchema, rendition: ruleSchema }),
  }),
  stream: z.object({
    update: ruleSchema,
    enable: ruleSchema,
    disable: ruleSchema,
    end: ruleSchema,
    rotateIngest: ruleSchema,
    delete: ruleSchema,
  }),
  status: z.object({
    delivery: z.array(z.enum(["webhook", "poll", "push"])),
    states: z.array(targetStateSchema),
    /** Does a failed target say why? */
    reasons: z.boolean(),
  }),
  limits: z.object({ targetsPerStream: z.int().positive().optional() }),
  /** Protocols of targets. */
  protocols: z.array(protocolSchema),
  /** Rules that no field above can say, e.g. `srt targets need an srt source`. */
  constraints: z.array(z.string()),
  renditions: z.boolean(),
  /** Are stored stream keys readable through the provider's API? */
  readsKeysBack: z.boolean(),
  /** Which of the caller's own fields the provider has a slot for, on streams and on targets. */
  stores: z.object({ stream: z.array(storedFieldSchema), target: z.array(storedFieldSchema) }),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;
