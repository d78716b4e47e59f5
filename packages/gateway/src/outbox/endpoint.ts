import { timestampSchema } from "@polycast/core/provider";
import * as z from "zod";
import { toTimestamp } from "../control/clock.ts";
import type { EndpointRecord } from "../store/index.ts";

/** Where events are sent to, as it is answered. */
export const webhookEndpointSchema = z.object({
  id: z.string(),
  /** Without what may be a secret in its path and query: see `maskEndpointUrl`. */
  url: z.string(),
  /** Absent: all types. */
  events: z.array(z.string()).optional(),
  /** Absent: the events of all streams. */
  streamId: z.string().optional(),
  /** Whose it is: it gets this tenant's events only. Absent: nobody's in particular, and it gets all events. */
  tenantId: z.string().optional(),
  description: z.string().optional(),
  enabled: z.boolean(),
  /** Why it was switched off by itself: `gone`, `failing`. */
  disabledReason: z.string().optional(),
  /** Since when no delivery has succeeded. Absent while the last one did, and before the first. */
  failingSince: timestampSchema.optional(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
});
export type WebhookEndpoint = z.infer<typeof webhookEndpointSchema>;

/** An endpoint as it is answered. */
export function toEndpoint(record: EndpointRecord): WebhookEndpoint {
  const { id, urlShown, events, streamId, tenantId, description, enabled, disabledReason, failingSince } = record;
  return {
    id,
    url: urlShown,
    ...(events === undefined ? {} : { events }),
    ...(streamId === undefined ? {} : { streamId }),
    ...(tenantId === undefined ? {} : { tenantId }),
    ...(description === undefined ? {} : { description }),
    enabled,
    ...(disabledReason === undefined ? {} : { disabledReason }),
    ...(failingSince === undefined ? {} : { failingSince: toTimestamp(failingSince) }),
    createdAt: toTimestamp(record.createdAt),
    updatedAt: toTimestamp(record.updatedAt),
  };
}
