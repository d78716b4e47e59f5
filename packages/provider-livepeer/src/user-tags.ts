import { metadataSchema, MultistreamError } from "@polycast/core/provider";
import * as z from "zod";
import type { WireStream } from "./wire/stream.ts";

/** Livepeer's own limit, in characters of JSON. */
const MAX_LENGTH = 2048;

/** The tag that is ours. Values of tags are texts, numbers or lists of them: an object has to be written as a text. */
const TAG = "polycast";

const fieldsSchema = z.object({
  reference: z.string().optional().catch(undefined),
  metadata: metadataSchema.optional().catch(undefined),
  /** By which a create is found again whose answer was lost. */
  mark: z.string().optional().catch(undefined),
});
/** What Polycast keeps in a stream's tags. */
export type TagFields = z.infer<typeof fieldsSchema>;

/** Reads our tag; empty where there is none, or where others have changed it beyond understanding. */
export function readTags(tags: WireStream["userTags"]): TagFields {
  const text = tags?.[TAG];
  if (typeof text !== "string") return {};
  try {
    const parsed = fieldsSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : {};
  } catch {
    return {};
  }
}

/**
 * The tags with ours among them; those of others stay as they are.
 *
 * @throws MultistreamError `invalid_argument` when they do not fit
 */
export function writeTags(existing: WireStream["userTags"], fields: TagFields): Record<string, unknown> {
  const tags = { ...existing, [TAG]: JSON.stringify(fields) };
  const { length } = JSON.stringify(tags);
  if (length <= MAX_LENGTH) return tags;
  const message = `take ${length} characters of JSON with the stream's other tags, of ${MAX_LENGTH} that there are`;
  const path = fields.metadata === undefined ? "reference" : "metadata";
  throw new MultistreamError("invalid_argument", `livepeer: reference and metadata ${message}.`, {
    provider: "livepeer",
    issues: [{ path, message }],
    hint: "Shorten the metadata, or keep it yourself under `reference`.",
  });
}
