import { isMultistreamError, type Ingest, type MultistreamError, type Stream, type Target } from "@polycast/core";
import { beginKnown, streamWish, targetWish } from "@polycast/core/host";
import {
  getStream,
  notify,
  saveStreamState,
  type StreamRecord,
  type TargetRecord,
  targetsOf,
  updateStream,
  updateTarget,
} from "../../store/index.ts";
import { toTimestamp } from "../clock.ts";
import { composeStream, composeTarget } from "../compose.ts";
import { appendEvents } from "../events/event-log.ts";
import type { Instance } from "../providers/instances.ts";
import { CALL_MS, type Pass } from "../reconcile/run/pass.ts";
import { sealIngest } from "../sealed-values.ts";
import { withColumns } from "../targets/put-wish.ts";
import { asCarried } from "./carry-over.ts";
import { columnsAfter } from "./columns-after.ts";
import type { Side } from "./plan-switch.ts";
import { oldStreamKept } from "./old-stream-notice.ts";
import { parkOldSide, takeBack } from "./park-old-side.ts";
import { tellRemains } from "./remains.ts";
import { storeRetry, storeRun, type Switching } from "./switch-steps.ts";
import { switchStateOf, toStoredSwitch } from "./switch-state.ts";

type NewSide = { stream: Stream; ingest: Ingest[]; side: Side };
/** More often, somebody else removes it. */
const MAX_REMADE = 3;

type Moved = { record: StreamRecord; targets: TargetRecord[] };

/**
 * Sees that the old side sends nowhere, and leads the stream over to its new provider in one unit: from then on it lives
 * there, with the targets that are made and those that are still to be made. The old side is left over.
 *
 * @returns when to go on, milliseconds since 1970; undefined: at once
 */
export async function moveOver(pass: Pass, switching: Switching, to: Instance): Promise<number | undefined> {
  const { tools } = pass;
  const providerId = switching.run.made?.providerId ?? "";
  let found: NewSide;
  try {
    const table = await to.capabilities();
    const stream = await to.call((context) => to.adapter.streams.get(providerId, context), CALL_MS);
    const ingest = await to.call((context) => to.adapter.streams.getIngest(providerId, context), CALL_MS);
    found = { stream, ingest, side: { name: to.name, table } };
  } catch (error) {
    if (!isMultistreamError(error)) throw error;
    if (error.code !== "not_found") return storeRetry(pass, switching, error);
    await makeAgain(pass, switching, error);
    return undefined;
  }
  const parked = await parkOldSide(pass, switching);
  if (!("hasOthers" in parked)) return parked.goOnAt;
  const moved = await store(pass, switching, found, parked.hasOthers);
  if (moved) follow(pass, moved, found.stream);
  return tools.clock.now();
}

/** The new side is gone: its provider has died, and forgets with that, or others have deleted it. */
async function makeAgain(pass: Pass, switching: Switching, error: MultistreamError): Promise<void> {
  const remade = (switching.run.remade ?? 0) + 1;
  if (remade > MAX_REMADE) await takeBack(pass, switching, error);
  else await storeRun(pass, switching, ({ made: _gone, ...run }) => ({ ...run, step: "make", remade }));
}

async function store(
  pass: Pass,
  { run }: Switching,
  { stream, ingest, side }: NewSide,
  keepOld: boolean,
): Promise<Moved | undefined> {
  const { tools, streamId } = pass;
  const now = tools.clock.now();
  const ingestSealed = sealIngest(tools.sealer, streamId, ingest);
  return tools.store.write(function* () {
    yield* pass.fence();
    const before = yield* getStream(streamId);
    const state = before && switchStateOf(before);
    if (!before || state?.run?.step !== "move" || state.run.since !== run.since) return undefined;
    const { provider, providerId } = before;
    const old = keepOld ? [] : [{ provider, id: providerId }];
    const mark = run.begun?.mark;
    // What it was made as: its mark is taken from its name next.
    const isMarked = mark?.in === "name";
    const changes = {
      provider: side.name,
      providerId: stream.id,
      ingestSealed,
      accepted: isMarked ? JSON.stringify({ name: mark.word, enabled: before.enabled }) : null,
      work: isMarked ? JSON.stringify({ work: { since: now, attempts: 0 } }) : null,
      dueAt: now,
      switching: toStoredSwitch({ leftovers: [...(state.leftovers ?? []), ...old] }),
      notices: keepOld ? [oldStreamKept(provider, providerId)] : [],
      updatedAt: now,
    };
    yield* updateStream(streamId, changes);
    const record = withColumns(before, changes);
    const targets: TargetRecord[] = [];
    const rows = yield* targetsOf(streamId);
    // Two providers may use the same ids, for other targets.
    for (const row of rows) yield* updateTarget(row.id, { providerId: null, updatedAt: now });
    for (const row of rows) {
      const made = stream.targets?.find(({ id }) => id === run.made?.targets[row.id]);
      const isLost = run.made?.lost.includes(row.id) === true;
      const columns = columnsAfter(row, made, isLost ? row : asCarried(row, side), { table: side.table, now });
      yield* updateTarget(row.id, columns);
      targets.push(withColumns(row, columns));
    }
    const known = beginKnown(compose(record, targets, stream), now);
    yield* saveStreamState({ streamId, body: JSON.stringify(known.registers), at: now });
    const at = toTimestamp(now);
    const change = { changed: ["provider"], previous: { provider } };
    yield* appendEvents([
      streamWish("stream.updated", composeStream(record, stream), at, { ...change, changed: ["provider", "ingest"] }),
      ...targets.flatMap((target) => {
        if (target.deletingAt !== undefined) return [];
        return [targetWish("target.updated", show(record, target, stream), at, change, record)];
      }),
    ]);
    if (run.mayRemain) yield* tellRemains(pass, record, side.name);
    yield* notify("state", streamId);
    yield* notify("wanted", streamId);
    return { record, targets };
  });
}

function show(record: StreamRecord, target: TargetRecord, stream: Stream): Target {
  const there = stream.targets?.find(({ id }) => id === target.providerId);
  return composeTarget(target, record.provider, there ?? offAt(target));
}

/** One that is off is off, also where it is not made before it is on. Of one that waits nothing is known. */
function offAt({ enabled, updatedAt }: TargetRecord): Pick<Target, "status"> | undefined {
  const at = toTimestamp(updatedAt);
  return enabled ? undefined : { status: { state: "disabled", source: "assumed", since: at, observedAt: at } };
}

function compose(record: StreamRecord, targets: readonly TargetRecord[], stream: Stream): Stream {
  return composeStream(
    record,
    stream,
    targets.map((target) => show(record, target, stream)),
  );
}

function follow({ tools }: Pass, { record, targets }: Moved, stream: Stream): void {
  const { bindings, register, clock } = tools;
  bindings.unbindStream(record.id);
  register.begin(beginKnown(compose(record, targets, stream), clock.now()));
  bindings.bindStream(record.id, record.provider, record.providerId);
  for (const { id, providerId, reference } of targets) {
    if (providerId !== undefined) bindings.bindTarget({ streamId: record.id, targetId: id }, providerId, reference);
  }
}
