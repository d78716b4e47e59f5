import * as z from "zod";
import { connectionSchema } from "../../inbox/connection.ts";
import { inboxItemSchema } from "../../inbox/inbox-item.ts";
import { connectInput, replayInboxInput } from "../../inbox/inputs.ts";

/** A webhook of a provider. */
export const inboxItem = inboxItemSchema
  .extend({
    state: z.string().meta({
      description:
        "`received`: to be processed. `parked`: about a thing that is not known yet, kept for a day. `done`: processed. " +
        "`quarantined`: not to be believed as it is, or not understood; see `reason`.",
    }),
    reason: z
      .string()
      .optional()
      .meta({
        description:
          "outside_window, malformed, untranslatable, failed; of parked ones unbound, no_provider; of those that nobody " +
          "has come to know, unclaimed. More may be added.",
      }),
  })
  .meta({
    id: "InboxItem",
    description: "A webhook of a provider, without its body.",
    examples: [
      {
        id: "inb_0W3nr1800Pq5rYc9nHs3Xk",
        provider: "mux",
        eventId: "6c4a1e0e-0000-4000-8000-000000000001",
        type: "video.live_stream.simulcast_target.errored",
        state: "done",
        receivedAt: "2026-03-06T19:30:12.480Z",
        occurredAt: "2026-03-06T19:30:12.310Z",
        settledAt: "2026-03-06T19:30:12.492Z",
        attempts: 1,
      },
    ],
  });

/** The body that replays many. */
export const replayInbox = replayInboxInput
  .extend({
    receivedAfter: replayInboxInput.shape.receivedAfter.meta({ description: "That time included." }),
    receivedBefore: replayInboxInput.shape.receivedBefore.meta({ description: "That time not included." }),
  })
  .meta({
    id: "ReplayInbox",
    description: "Which webhooks to process again; without a field: all.",
    examples: [{ provider: "mux", state: "quarantined", receivedAfter: "2026-03-06T00:00:00Z" }],
  });

/** An endpoint of ours at a provider. */
export const connection = connectionSchema.meta({
  id: "ProviderWebhook",
  description: "An endpoint of this gateway that a provider sends its webhooks to.",
  examples: [
    {
      id: "pwh_0W3nq1zT00Lw4dGv6bJrNe",
      provider: "mux",
      url: "https://live.example.com/webhooks/mux",
      createdAt: "2026-03-01T19:30:00.000Z",
    },
  ],
});

/** The body that connects a provider. */
export const connect = connectInput
  .extend({
    url: connectInput.shape.url.meta({
      description:
        "Where the provider reaches this gateway, path included. Default: the setting `publicUrl` and `/webhooks/{name}`.",
    }),
  })
  .meta({ id: "ConnectProvider", examples: [{ url: "https://live.example.com/webhooks/mux" }] });
