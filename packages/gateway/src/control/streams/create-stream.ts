import type { Ingest, Stream } from "@polycast/core";
import { parseInput } from "@polycast/core/provider";
import { type CreateOptions, getStream, newId, type StreamRecord } from "../../store/index.ts";
import { createStreamInput } from "../inputs.ts";
import type { Scope } from "../parts.ts";
import { readStream } from "../read-model.ts";
import { openIngest } from "../sealed-values.ts";
import { targetRulesOf } from "../targets/about-targets.ts";
import { tenantOf } from "./tenant-of.ts";

/** The only answer beside the ingest itself that carries the encoder's credentials. */
export type CreatedStream = { stream: Stream; ingest: Ingest[] };

/**
 * Makes a stream at a provider, with those targets that it takes at once, and stores it: all or nothing. What it does
 * not take at once (a target that is off where there is no switch, more than it takes) is wanted and `pending`.
 *
 * It is known before it is made: of one whose process dies, the next one takes over what is there, or makes it. A repeat
 * with the same ids answers with what the first run has led to.
 */
export async function createStream(
  scope: Scope,
  input: unknown,
  { ids = newId }: CreateOptions = {},
): Promise<CreatedStream> {
  const { instances, store, creates } = scope;
  const { provider, tenantId, ...wanted } = parseInput(createStreamInput, input, "stream");
  const owner = tenantOf(scope, tenantId);
  const id = ids("stream");
  if (ids !== newId) {
    await creates.settle(id);
    const known = await store.read(() => getStream(id));
    if (known) return answerWith(scope, { record: known, ingest: openIngest(scope.sealer, known) });
  }
  const rules = await targetRulesOf(instances, instances.pick(provider).name);
  const targetIds = wanted.targets.map((_target, index) => ids("target", index));
  return answerWith(scope, await creates.make(rules, { id, targetIds, tenantId: owner, wanted }));
}

async function answerWith(
  { store, views, reconciler }: Scope,
  { record, ingest }: { record: StreamRecord; ingest: Ingest[] },
): Promise<CreatedStream> {
  if (record.dueAt !== undefined) await reconciler.run(record.id);
  return { stream: await store.read(() => readStream(views, record)), ingest };
}
