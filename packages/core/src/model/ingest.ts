import * as z from "zod";

const roleSchema = z.enum(["primary", "backup"]);

/**
 * Where the encoder sends to. The only value that carries credentials: it is returned by `streams.create` and by
 * an explicit `streams.getIngest`, and appears nowhere else.
 */
export const ingestSchema = z.discriminatedUnion("protocol", [
  z.object({ protocol: z.literal("rtmp"), url: z.string(), streamKey: z.string(), role: roleSchema.optional() }),
  z.object({ protocol: z.literal("rtmps"), url: z.string(), streamKey: z.string(), role: roleSchema.optional() }),
  z.object({
    protocol: z.literal("srt"),
    url: z.string(),
    streamId: z.string().optional(),
    passphrase: z.string().optional(),
    role: roleSchema.optional(),
  }),
]);
export type Ingest = z.infer<typeof ingestSchema>;
