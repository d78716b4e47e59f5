import * as z from "zod";
import type { Api } from "./api.ts";
import { listAll } from "./list-all.ts";

const inboxItemSchema = z.object({
  id: z.string(),
  provider: z.string(),
  eventId: z.string(),
  type: z.string(),
  state: z.enum(["received", "parked", "done", "quarantined"]),
  reason: z.string().optional(),
});

/** One provider's webhook as the gateway keeps it. */
export type InboxItem = z.infer<typeof inboxItemSchema>;

/** Everything in the inbox. */
export function inboxItems(api: Api, state?: InboxItem["state"]): Promise<InboxItem[]> {
  return listAll(api, `/v1/inbox?limit=100${state === undefined ? "" : `&state=${state}`}`, inboxItemSchema);
}
