import { pageLimitSchema } from "@polycast/core/provider";
import * as z from "zod";
import { deliveryStates } from "../store/index.ts";

const wordSchema = z.string().min(1).max(255);

const urlSchema = z.string().min(1).max(2048).meta({
  description:
    "`https://`, without user, password and fragment. What its query holds is never shown again, nor what may be a token in its path. `http://` and private addresses only where the gateway allows private targets.",
});
const eventsSchema = z.array(wordSchema).min(1).max(100);
const descriptionSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, { message: "must not hold control characters" });

/** An endpoint as it is asked for. */
export const createEndpointInput = z.strictObject({
  url: urlSchema,
  events: eventsSchema.optional().meta({ description: "Event types, e.g. `target.failed`; else all." }),
  streamId: wordSchema.optional().meta({ description: "Only the events of this stream (`str_…`); else of all." }),
  description: descriptionSchema.optional(),
  enabled: z.boolean().default(true),
});

/** What changes on an endpoint; absent fields stay, null empties a field. */
export const updateEndpointInput = z.strictObject({
  url: urlSchema.optional(),
  events: eventsSchema.nullable().optional(),
  streamId: wordSchema.nullable().optional(),
  description: descriptionSchema.nullable().optional(),
  enabled: z.boolean().optional(),
});

const WEEK_S = 7 * 86_400;

/** How to rotate a secret. */
export const rotateSecretInput = z.strictObject({
  overlapSeconds: z
    .int()
    .min(0)
    .max(WEEK_S)
    .default(86_400)
    .meta({ description: "How long the former secret signs too." }),
});

const page = { cursor: wordSchema.optional(), limit: pageLimitSchema };

/** Which endpoints to list. */
export const listEndpointsInput = z.strictObject(page);

/** Which deliveries of an endpoint to list. */
export const listDeliveriesInput = z.strictObject({ state: z.enum(deliveryStates).optional(), ...page });

/** Which deliveries of an endpoint to send again. */
export const replayDeliveriesInput = z.strictObject({
  state: z.enum(deliveryStates).optional().meta({
    description:
      "Else all that did not arrive: those that failed, were canceled or are pending. Of those that are pending, the ones that wait for a later attempt are sent now.",
  }),
  createdAfter: z.iso.datetime({ offset: true }).optional(),
});
