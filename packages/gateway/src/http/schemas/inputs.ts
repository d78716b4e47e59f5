import { createTargetSchema, destinationSchema, updateStreamSchema, updateTargetSchema } from "@polycast/core/provider";
import * as z from "zod";
import { createStreamInput } from "../../control/inputs.ts";

// What goes in, with names for the OpenAPI document. The control plane checks it.

const [rtmp, srt, preset] = destinationSchema.options;

const serverUrl = { description: "`rtmp://`, `rtmps://` or `srt://`, with a host." };

const targetExample = { name: "Twitch", destination: { preset: "twitch" as const, streamKey: "live_…" } };

/** Goes in and never comes out. */
const secret = { writeOnly: true };

const destination = z
  .union([
    rtmp.extend({ url: rtmp.shape.url.meta(serverUrl), streamKey: rtmp.shape.streamKey.meta(secret) }),
    srt.extend({
      url: srt.shape.url.meta(serverUrl),
      streamId: srt.shape.streamId.meta(secret),
      passphrase: srt.shape.passphrase.meta(secret),
    }),
    preset.extend({ streamKey: preset.shape.streamKey.meta(secret) }),
  ])
  .meta({
    id: "Destination",
    description: "Where a target sends to: a server URL and its key, or a platform and its key.",
  });

const name = { description: "For people; without control characters." };

/** The body that creates a target. */
export const createTarget = createTargetSchema
  .extend({ name: createTargetSchema.shape.name.meta(name), destination })
  .meta({
    id: "CreateTarget",
    examples: [targetExample],
  });

/** The body that says which targets a stream is to have. */
export const targetList = z
  .array(
    createTarget.extend({ reference: z.string().min(1).max(255).meta({ description: "What it is found again by." }) }),
  )
  .max(500)
  .meta({
    id: "TargetList",
    description: "The targets that a stream is to have, each with a `reference` of its own.",
    examples: [[{ reference: "twitch", ...targetExample }]],
  });

/** The body that changes a target. */
export const updateTarget = updateTargetSchema
  .extend({ name: updateTargetSchema.shape.name.meta(name), destination: destination.optional() })
  .meta({ id: "UpdateTarget", examples: [{ enabled: false }] });

/** The body that creates a stream. */
export const createStream = createStreamInput
  .extend({
    name: createStreamInput.shape.name.meta(name),
    provider: createStreamInput.shape.provider.meta({
      description: "An instance of the config; else the default one.",
    }),
    targets: z.array(createTarget).max(500).default([]),
  })
  .meta({
    id: "CreateStream",
    examples: [{ name: "Friday show", targets: [targetExample] }],
  });

/** The body that changes a stream. */
export const updateStream = updateStreamSchema
  .extend({ name: updateStreamSchema.shape.name.meta(name) })
  .meta({ id: "UpdateStream", examples: [{ name: "Friday show" }] });
