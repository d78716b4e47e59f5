import { noticeSchema, redactedDestinationSchema } from "@polycast/core/provider";
import * as z from "zod";
import { importInput } from "../../control/importing/import-streams.ts";
import { importedSchema } from "../../control/importing/imported.ts";
import { switchPlanSchema } from "../../control/switching/switch-plan.ts";
import { switchInput } from "../../control/switching/switch-stream.ts";
import { ingest, stream } from "./answers.ts";

/** The body that moves a stream to another provider. */
export const switchStream = switchInput
  .extend({
    provider: switchInput.shape.provider.meta({ description: "The instance that it moves to." }),
    dryRun: switchInput.shape.dryRun.meta({ description: "Only tell what would become of it. Default true." }),
  })
  .meta({ id: "SwitchStream", examples: [{ provider: "mux-us", dryRun: true }] });

const plan = switchPlanSchema.meta({
  id: "SwitchPlan",
  description:
    "What becomes of a stream that moves. A target that is lost stays wanted, and waits. `refused`: why it would not be done " +
    "now, and what to do or to wait for; empty where it would be.",
  examples: [
    {
      from: "selfhost",
      to: "mux-us",
      refused: [
        {
          code: "not_idle" as const,
          message: "The stream is live: it can be moved to another provider while it is idle.",
          hint: "Stop the encoder, or end the stream, and wait for `stream.idle`; then repeat it.",
        },
      ],
      created: [{ targetId: "tgt_0VtyK1cA01q7Zt0hXw3LpB", name: "Twitch" }],
      kept: [{ what: "stream: id, name, enabled, reference, metadata" }],
      lost: [{ what: "playback", reason: "its addresses belong to selfhost" }],
      ingest: "new" as const,
    },
  ],
});

/** The answer to a switch. */
export const switched = z.object({
  plan,
  applied: z.boolean().meta({ description: "Is it done?" }),
  stream: stream.optional(),
  ingest: z.array(ingest).optional().meta({ description: "Where the encoder sends to from now on." }),
});

/** The body that takes over streams of a provider. */
export const importStreams = importInput
  .extend({
    provider: importInput.shape.provider.meta({ description: "The instance that has them; else the default one." }),
    dryRun: importInput.shape.dryRun.meta({ description: "Only tell what there is. Default true." }),
    ids: importInput.shape.ids.meta({
      description: "Only those with these ids at the provider. Default: all, in pages.",
    }),
    tenantId: importInput.shape.tenantId.meta({ description: "Whose they become." }),
  })
  .meta({ id: "ImportStreams", examples: [{ provider: "mux-us", dryRun: true }] });

/** A stream that a provider has. */
export const imported = importedSchema
  .extend({
    targets: z.array(
      importedSchema.shape.targets.element.extend({
        destination: redactedDestinationSchema.meta({ id: "RedactedDestination" }),
      }),
    ),
    notices: z.array(noticeSchema.meta({ id: "Notice" })),
  })
  .meta({
    id: "ImportedStream",
    description: "A stream that a provider has, and what became, or would become, of it.",
    examples: [
      {
        providerId: "aA02skpHXoLrbQm49qIzAG6RtewFOcDEY",
        name: "Friday show",
        targets: [],
        imported: "str_0W3nqz4h00Yb2kQx8rLmTc",
        notices: [],
      },
    ],
  });
