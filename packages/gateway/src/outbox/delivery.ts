import { timestampSchema } from "@polycast/core/provider";
import * as z from "zod";
import { toTimestamp } from "../control/clock.ts";
import { type AttemptRecord, type DeliveryRecord, deliveryStates } from "../store/index.ts";

/** One event for one endpoint, as it is answered. */
export const deliverySchema = z.object({
  id: z.string(),
  endpointId: z.string(),
  /** Also its header `webhook-id`. */
  eventId: z.string(),
  eventType: z.string(),
  /** `pending`: it is tried until it succeeds or `failed`. `canceled`: its endpoint was disabled meanwhile. */
  state: z.enum(deliveryStates),
  /** Since it was made, or since it was sent again. */
  attempts: z.int().nonnegative(),
  /** While it is pending; while an attempt runs, when there is another should nothing be heard of that one. */
  nextAttemptAt: timestampSchema.optional(),
  createdAt: timestampSchema,
  settledAt: timestampSchema.optional(),
  /** Of the last answer. */
  lastStatus: z.int().optional(),
  /** Why the last attempt failed, in one word, e.g. `timeout`, `refused`, `http_500`. */
  lastError: z.string().optional(),
  lastDurationMs: z.number().nonnegative().optional(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** How one attempt went, as it is answered. */
export const attemptSchema = z.object({
  at: timestampSchema,
  status: z.int().optional(),
  /** One word; absent where it succeeded. */
  error: z.string().optional(),
  durationMs: z.number().nonnegative(),
});
type Attempt = z.infer<typeof attemptSchema>;

/** A delivery with its last attempts, oldest first. */
export type LoggedDelivery = Delivery & { log: Attempt[] };

/** A delivery as it is answered. */
export function toDelivery(record: DeliveryRecord, last: AttemptRecord | undefined): Delivery {
  const { id, endpointId, eventId, eventType, state, attempts, runAt, createdAt, settledAt } = record;
  return {
    id,
    endpointId,
    eventId,
    eventType,
    state,
    attempts,
    ...(state === "pending" ? { nextAttemptAt: toTimestamp(runAt) } : {}),
    createdAt: toTimestamp(createdAt),
    ...(settledAt === undefined ? {} : { settledAt: toTimestamp(settledAt) }),
    ...(last?.status === undefined ? {} : { lastStatus: last.status }),
    ...(last?.error === undefined ? {} : { lastError: last.error }),
    ...(last === undefined ? {} : { lastDurationMs: last.durationMs }),
  };
}

/** An attempt as it is answered. */
export function toAttempt({ at, ...attempt }: AttemptRecord): Attempt {
  return { at: toTimestamp(at), ...attempt };
}
