import type { Ingest } from "@polycast/core";
import { defined } from "@polycast/core/provider";
import type { StreamRecord, Writing } from "../../store/index.ts";
import type { Parts } from "../parts.ts";
import { sealIngest } from "../sealed-values.ts";
import { pairTargets } from "../streams/pair-targets.ts";
import { writeNewStream } from "../streams/write-new-stream.ts";
import type { TargetRules } from "../targets/about-targets.ts";
import { inTwoSteps } from "../two-steps.ts";
import type { AskedStream, PreparedStream } from "./asked-stream.ts";

/** A stream that is stored, and what its encoder is told. */
export type MadeStream = { record: StreamRecord; ingest: Ingest[] };

/**
 * Makes a stream at its provider and stores it: all or nothing.
 *
 * @param also is stored with it
 * @throws MultistreamError with `outcome: "unknown"` where something may remain at the provider
 */
export async function makeStream(
  parts: Omit<Parts, "creates">,
  rules: TargetRules,
  asked: AskedStream,
  prepared: PreparedStream,
  also?: () => Writing<void>,
): Promise<MadeStream> {
  const { instance } = rules;
  const { now } = prepared;
  return parts.observer.expecting(instance.name, () =>
    inTwoSteps({
      what: "The stream",
      call: () =>
        instance.call((context) => instance.adapter.streams.create(prepared.input, { ...context, mark: asked.id })),
      store: async ({ stream, ingest }) => {
        const targets = pairTargets(rules, prepared, stream, now);
        const isOpen = targets.some(({ record }) => record.work !== undefined);
        const record: StreamRecord = {
          ...recordOf(parts, asked, prepared, { provider: instance.name, providerId: stream.id, ingest }),
          ...(isOpen ? { dueAt: now } : {}),
        };
        await writeNewStream(parts, { record, targets, answer: stream, sentAt: now, also });
        return { record, ingest };
      },
      undo: ({ stream }) => instance.call((context) => instance.adapter.streams.delete(stream.id, context)),
      remedy: ({ stream }) => `The stream "${stream.id}" may remain at ${instance.name}: delete it there if it does.`,
    }),
  );
}

/** Its row, with nothing open. */
export function recordOf(
  { sealer }: Pick<Parts, "sealer">,
  { id, tenantId, wanted }: AskedStream,
  { notices, now }: PreparedStream,
  at: { provider: string; providerId: string; ingest: readonly Ingest[] },
): StreamRecord {
  const { name, enabled, reference, metadata } = wanted;
  const { provider, providerId, ingest } = at;
  return defined({
    id,
    provider,
    providerId,
    name,
    enabled,
    reference,
    metadata,
    tenantId,
    ingestSealed: sealIngest(sealer, id, ingest),
    notices,
    createdAt: now,
    updatedAt: now,
  });
}
