import { timestampSchema } from "@polycast/core/provider";
import * as z from "zod";
import { toTimestamp } from "../control/clock.ts";
import { type InboxRecord, inboxStates } from "../store/index.ts";

/** A webhook of a provider, as it is shown: never its body. */
export const inboxItemSchema = z.object({
  id: z.string(),
  /** The instance name in the config. */
  provider: z.string(),
  /** The provider's own id of the event. */
  eventId: z.string(),
  /** The provider's own word. */
  type: z.string(),
  state: z.enum(inboxStates),
  /** Why it is parked, quarantined, or done without an effect. */
  reason: z.string().optional(),
  receivedAt: timestampSchema,
  occurredAt: timestampSchema,
  settledAt: timestampSchema.optional(),
  /** How often it was looked at. */
  attempts: z.int(),
});
export type InboxItem = z.infer<typeof inboxItemSchema>;

/**
 * Why an item is as it is.
 *
 * `outside_window`: signed, but not from now. `malformed`: signed, but it cannot be read. `untranslatable`: the adapter
 * failed with it. `failed`: it could not be taken in. `unbound`: about a thing that is not known (yet). `no_provider`:
 * its instance is not configured (any more). `unclaimed`: nobody has come to know it within a day.
 */
export type InboxReason =
  | "outside_window"
  | "malformed"
  | "untranslatable"
  | "failed"
  | "unbound"
  | "no_provider"
  | "unclaimed";

/** What may be shown of a record. */
export function toItem(record: InboxRecord): InboxItem {
  const { id, provider, eventId, type, state, reason, receivedAt, occurredAt, settledAt, attempts } = record;
  return {
    id,
    provider,
    eventId,
    type,
    state,
    ...(reason === undefined ? {} : { reason }),
    receivedAt: toTimestamp(receivedAt),
    occurredAt: toTimestamp(occurredAt),
    ...(settledAt === undefined ? {} : { settledAt: toTimestamp(settledAt) }),
    attempts,
  };
}
