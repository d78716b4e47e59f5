import type { Ingest, Stream } from "@polycast/core";
import { type NewStream, parseInput } from "@polycast/core/provider";
import { type CreateOptions, getStream, newId, type StreamRecord, type TargetRecord } from "../../store/index.ts";
import { createStreamInput } from "../inputs.ts";
import type { Scope } from "../parts.ts";
import { inputFor } from "../providers/provider-input.ts";
import { readStream } from "../read-model.ts";
import { targetInputOf } from "../reconcile/run/target-input.ts";
import { openIngest, sealIngest } from "../sealed-values.ts";
import { checkNewTarget, type TargetRules, targetRulesOf } from "../targets/about-targets.ts";
import { newTargetRecord } from "../targets/target-record.ts";
import { inTwoSteps } from "../two-steps.ts";
import { pairTargets } from "./pair-targets.ts";
import { tenantOf } from "./tenant-of.ts";
import { writeNewStream } from "./write-new-stream.ts";

/** The only answer beside the ingest itself that carries the encoder's credentials. */
export type CreatedStream = { stream: Stream; ingest: Ingest[] };

/**
 * Makes a stream at a provider, with those targets that it takes at once, and stores it: all or nothing. What it does
 * not take at once (a target that is off where there is no switch, more than it takes) is wanted and `pending`.
 *
 * Who dies between the two leaves a stream at the provider that no row knows. Nothing sends to it, since nobody was
 * given its key; its adapter marked it, and an import lists it. A repeat with the same ids then makes another; where
 * the row was stored, it answers with that.
 */
export async function createStream(scope: Scope, input: unknown, { ids }: CreateOptions = {}): Promise<CreatedStream> {
  const { instances, observer, clock } = scope;
  const { provider, tenantId, ...wanted } = parseInput(createStreamInput, input, "stream");
  const owner = tenantOf(scope, tenantId);
  const id = (ids ?? newId)("stream");
  const known = ids && (await scope.store.read(() => getStream(id)));
  if (known) return answerWith(scope, { record: known, ingest: openIngest(scope.sealer, known) });
  const rules = await targetRulesOf(instances, instances.pick(provider).name);
  const { instance } = rules;
  const now = clock.now();
  const prepared = prepare(scope, rules, { id, now, ids }, wanted);
  const created = await observer.expecting(instance.name, () =>
    inTwoSteps({
      what: "The stream",
      call: () => instance.call((context) => instance.adapter.streams.create(prepared.input, context)),
      store: async (answer) => {
        const targets = pairTargets(rules, prepared, answer.stream, now);
        const record: StreamRecord = {
          id,
          provider: instance.name,
          providerId: answer.stream.id,
          name: wanted.name,
          enabled: wanted.enabled,
          ...(wanted.reference === undefined ? {} : { reference: wanted.reference }),
          ...(wanted.metadata === undefined ? {} : { metadata: wanted.metadata }),
          ...(owner === undefined ? {} : { tenantId: owner }),
          ingestSealed: sealIngest(scope.sealer, id, answer.ingest),
          notices: prepared.notices,
          ...(targets.some(({ record }) => record.work !== undefined) ? { dueAt: now } : {}),
          createdAt: now,
          updatedAt: now,
        };
        await writeNewStream(scope, { record, targets, answer: answer.stream, sentAt: now });
        return { record, ingest: answer.ingest };
      },
      undo: ({ stream }) => instance.call((context) => instance.adapter.streams.delete(stream.id, context)),
      remedy: ({ stream }) => `The stream "${stream.id}" may remain at ${instance.name}: delete it there if it does.`,
    }),
  );
  return answerWith(scope, created);
}

async function answerWith(
  { store, views, reconciler }: Scope,
  { record, ingest }: { record: StreamRecord; ingest: Ingest[] },
): Promise<CreatedStream> {
  if (record.dueAt !== undefined) await reconciler.run(record.id);
  return { stream: await store.read(() => readStream(views, record)), ingest };
}

type Prepared = { input: NewStream; notices: StreamRecord["notices"]; records: TargetRecord[]; sent: TargetRecord[] };

/** Checks everything that can be checked without a call, and makes what the provider is asked for. */
function prepare(
  scope: Scope,
  rules: TargetRules,
  { id, now, ids }: { id: string; now: number } & CreateOptions,
  wanted: NewStream,
): Prepared {
  const { instance, table } = rules;
  const pairs = wanted.targets.map((target, index) => {
    const notices = checkNewTarget(rules, target, `targets.${index}.`);
    const place = { streamId: id, table, now, id: ids?.("target", index) };
    return { target, record: newTargetRecord(scope, place, target, notices) };
  });
  const sendable = pairs.filter(({ record }) => record.work !== undefined);
  const sent = sendable.slice(0, table.limits.targetsPerStream);
  const { input, notices } = inputFor(instance, table.stores.stream, wanted);
  const targets = sent.map(({ record, target }) => targetInputOf(record, target.destination, table));
  return {
    input: { ...input, targets },
    notices,
    records: pairs.map(({ record }) => record),
    sent: sent.map(({ record }) => record),
  };
}
