import { createStreamSchema } from "@polycast/core/provider";
import * as z from "zod";
import type { Sealer } from "../../secrets/sealer.ts";
import { intentPlace } from "../../store/index.ts";
import { readStored } from "../reconcile/read-stored.ts";
import { seenBeforeSchema } from "./seen-before.ts";

const intentBodySchema = z.object({
  wanted: createStreamSchema,
  targetIds: z.array(z.string()),
  tenantId: z.string().optional(),
  /** The mark that the stream carries at its provider; absent: it is known by what was there before. */
  mark: z.string().optional(),
  before: seenBeforeSchema.optional(),
});

/** What is stored of a stream that is about to be made, with the credentials of its targets. */
export type IntentBody = z.output<typeof intentBodySchema>;

/** Seals it for its row. */
export function sealIntent(sealer: Sealer, id: string, body: IntentBody): string {
  return sealer.seal(JSON.stringify(body), intentPlace(id));
}

/** @throws MultistreamError `internal` when the row was tampered with or its key is missing */
export function openIntent(sealer: Sealer, id: string, sealed: string): IntentBody {
  return readStored(intentBodySchema, sealer.open(sealed, intentPlace(id)), "an intent");
}
