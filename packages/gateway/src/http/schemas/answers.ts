import {
  appliesSchema,
  capabilitiesSchema,
  endpointEventSchema,
  errorCodeSchema,
  ingestSchema,
  noticeSchema,
  operations,
  pendingSchema,
  reasonCodes,
  redactedDestinationSchema,
  streamEventSchema,
  streamSchema,
  streamStates,
  streamStatusSchema,
  targetEventSchema,
  targetSchema,
  targetStates,
  targetStatusSchema,
} from "@polycast/core/provider";
import * as z from "zod";
import { providerInfoSchema } from "../../control/providers/providers.ts";
import { problemSchema } from "../problem.ts";
import {
  sampleEndpointEvent,
  sampleIngest,
  samplePending,
  sampleProvider,
  sampleStream,
  sampleStreamEvent,
  sampleTarget,
  sampleTargetEvent,
} from "./samples.ts";

// The model's own schemas, with names for the OpenAPI document. A nested schema must carry its name itself.

/** A word of an open union: more may be added, so that a client must not refuse one that it does not know. */
function openWord(words: readonly string[], what: string): z.ZodString {
  return z.string().meta({ description: `${what}: ${words.join(", ")}. More may be added.`, examples: [...words] });
}

const notice = noticeSchema.meta({ id: "Notice" });
/** What is asked for and not yet in effect. */
export const pending = pendingSchema.meta({ id: "Pending", examples: [samplePending] });
const capabilities = capabilitiesSchema
  .extend({
    status: capabilitiesSchema.shape.status.extend({ states: z.array(openWord(targetStates, "A state")) }),
  })
  .meta({ id: "Capabilities" });

const targetStatus = targetStatusSchema
  .extend({
    state: openWord(targetStates, "What is observed"),
    reason: z.object({ code: openWord(reasonCodes, "Why it is not live"), message: z.string() }).optional(),
  })
  .meta({ id: "TargetStatus" });

const streamStatus = streamStatusSchema
  .extend({ state: openWord(streamStates, "What is observed") })
  .meta({ id: "StreamStatus" });

/** One push of a stream to somewhere else. */
export const target = targetSchema
  .extend({
    destination: redactedDestinationSchema.meta({ id: "RedactedDestination" }),
    status: targetStatus,
    pending: pending.optional(),
    notices: z.array(notice),
  })
  .meta({ id: "Target", examples: [sampleTarget] });

/** One ingest that fans out. */
export const stream = streamSchema
  .extend({
    status: streamStatus,
    targets: z.array(target).optional(),
    pending: pending.optional(),
    notices: z.array(notice),
  })
  .meta({ id: "Stream", examples: [sampleStream] });

/** Where the encoder sends to. */
export const ingest = ingestSchema.meta({
  id: "Ingest",
  description: "Where the encoder sends to: the only answer with credentials.",
  examples: [sampleIngest],
});

const targetEvent = targetEventSchema
  .extend({
    data: targetEventSchema.shape.data.extend({
      target,
      previous: target.partial().optional(),
      notice: notice.optional(),
    }),
  })
  .meta({ id: "TargetEvent", examples: [sampleTargetEvent] });

const streamEvent = streamEventSchema
  .extend({
    data: streamEventSchema.shape.data.extend({
      stream,
      previous: stream.partial().optional(),
      notice: notice.optional(),
    }),
  })
  .meta({ id: "StreamEvent", examples: [sampleStreamEvent] });

const endpointEvent = endpointEventSchema.meta({ id: "EndpointEvent", examples: [sampleEndpointEvent] });

/** Something that was asked for or observed, or what became of a webhook endpoint. */
export const event = z
  .discriminatedUnion("type", [targetEvent, streamEvent, endpointEvent])
  .meta({ id: "Event", examples: [sampleTargetEvent] });

/** A configured provider. */
export const provider = providerInfoSchema
  .extend({
    capabilities: capabilities.optional(),
    health: providerInfoSchema.shape.health
      .optional()
      .meta({ description: "What the calls so far say about it. Absent for the keys of a tenant." }),
  })
  .meta({ id: "Provider", examples: [sampleProvider] });

const decision = z
  .discriminatedUnion("allowed", [
    z.object({ allowed: z.literal(true), applies: appliesSchema, via: z.enum(["native", "emulated"]) }),
    z.object({ allowed: z.literal(false), code: errorCodeSchema, reason: z.string() }),
  ])
  .meta({ id: "Decision", description: "May it be done, and when does it take effect?" });

/** A decision for every operation. */
export const actions = z.record(z.enum(operations), decision).meta({
  id: "Actions",
  examples: [
    Object.fromEntries(operations.map((operation) => [operation, { allowed: true, applies: "now", via: "native" }])),
  ],
});

/** An error. */
export const problem = problemSchema.meta({ id: "Problem" });

/** What an event stream begins with. */
export const snapshot = z.object({ type: z.literal("snapshot"), streams: z.array(stream), cursor: z.string() }).meta({
  id: "Snapshot",
  description: "What everything looks like at one place of the event log.",
  examples: [{ type: "snapshot", streams: [sampleStream], cursor: "4711" }],
});

/** The answer to a list: a page, newest first unless said otherwise. */
export function pageOf<S extends z.ZodType>(item: S) {
  return z.object({
    data: z.array(item),
    nextCursor: z
      .string()
      .optional()
      .meta({
        description: "Present while there are more: send it as `cursor`.",
        examples: ["MTc3Mjc5NTUyNTAwMC5zdHJfMFczbnF6NGgwMFliMmtReDhyTG1UYw"],
      }),
  });
}
