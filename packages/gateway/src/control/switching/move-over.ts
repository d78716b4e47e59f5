import { isMultistreamError, type Ingest, type Stream, type Target } from "@polycast/core";
import { beginKnown, streamWish, targetWish } from "@polycast/core/host";
import {
  getStream,
  notify,
  saveStreamState,
  type StreamRecord,
  type TargetChanges,
  type TargetRecord,
  targetsOf,
  updateStream,
  updateTarget,
} from "../../store/index.ts";
import { toTimestamp } from "../clock.ts";
import { composeStream, composeTarget } from "../compose.ts";
import { appendEvents } from "../events/event-log.ts";
import type { Instance } from "../providers/instances.ts";
import { acceptedAfter } from "../reconcile/accepted-after.ts";
import { type AcceptedTarget, notThereYet } from "../reconcile/accepted.ts";
import { changesOf } from "../reconcile/changes-of.ts";
import { noticesAfter } from "../reconcile/run/notices-after.ts";
import { CALL_MS, type Pass } from "../reconcile/run/pass.ts";
import { toStoredWork } from "../reconcile/run/stored-work.ts";
import { wantedOf } from "../reconcile/wanted.ts";
import { afterWish } from "../reconcile/work-after.ts";
import { sealIngest } from "../sealed-values.ts";
import { withColumns } from "../targets/put-wish.ts";
import { asCarried } from "./carry-over.ts";
import type { Side } from "./plan-switch.ts";
import { oldStreamNotice } from "./old-stream-notice.ts";
import { storeRetry, type Switching } from "./switch-steps.ts";
import { switchStateOf, toStoredSwitch } from "./switch-state.ts";

type NewSide = { stream: Stream; ingest: Ingest[]; side: Side };
type Moved = { record: StreamRecord; targets: TargetRecord[] };

/**
 * Leads a stream over to its new provider, in one unit: from then on it lives there, with the targets that are made and
 * those that are still to be made. The old side is left over.
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
    return storeRetry(pass, switching, error);
  }
  const moved = await store(pass, switching, found);
  if (moved) follow(pass, moved, found.stream);
  return tools.clock.now();
}

async function store(pass: Pass, { run }: Switching, { stream, ingest, side }: NewSide): Promise<Moved | undefined> {
  const { tools, streamId } = pass;
  const now = tools.clock.now();
  const ingestSealed = sealIngest(tools.sealer, streamId, ingest);
  return tools.store.write(function* () {
    yield* pass.fence();
    const before = yield* getStream(streamId);
    const state = before && switchStateOf(before);
    if (!before || state?.run?.step !== "move" || state.run.since !== run.since) return undefined;
    const { provider, providerId } = before;
    const old = run.keepOld ? [] : [{ provider, id: providerId }];
    const changes = {
      provider: side.name,
      providerId: stream.id,
      ingestSealed,
      accepted: null,
      work: null,
      dueAt: now,
      switching: toStoredSwitch({ leftovers: [...(state.leftovers ?? []), ...old] }),
      notices: run.keepOld ? [oldStreamNotice(provider, providerId, "kept")] : [],
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
      const columns = columnsAfter(row, made, side, now);
      yield* updateTarget(row.id, columns);
      targets.push(withColumns(row, columns));
    }
    const known = beginKnown(compose(record, targets, stream), now);
    yield* saveStreamState({ streamId, body: JSON.stringify(known.registers), at: now });
    const at = toTimestamp(now);
    const change = { changed: ["provider"], previous: { provider } };
    yield* appendEvents([
      streamWish("stream.updated", composeStream(record, stream), at, change),
      ...targets.flatMap((target) => {
        if (target.deletingAt !== undefined) return [];
        return [targetWish("target.updated", show(record, target, stream), at, change, record)];
      }),
    ]);
    yield* notify("state", streamId);
    yield* notify("wanted", streamId);
    return { record, targets };
  });
}

/** A target's row at its new provider. @param made what that has of it */
function columnsAfter(row: TargetRecord, made: Target | undefined, side: Side, now: number): TargetChanges {
  const carried = asCarried(row, side);
  const wanted = wantedOf({ ...carried, notices: ownNotices(row), updatedAt: now });
  const call = {
    wanted,
    accepted: notThereYet(wanted, side.table),
    table: side.table,
    streamState: "idle",
    now,
  } as const;
  const accepted: AcceptedTarget = made ? acceptedAfter({ do: "create" }, call) : absent(row, call.accepted);
  const isOpen = changesOf(wanted, accepted, side.table).length > 0;
  return {
    providerId: made?.id ?? null,
    rendition: carried.rendition,
    videoOnly: carried.videoOnly ?? null,
    accepted: JSON.stringify(accepted),
    work: toStoredWork({ work: afterWish(undefined, isOpen, now) }),
    notices: noticesAfter(ownNotices(row), made?.notices ?? []),
    updatedAt: now,
  };
}

/** One that was to be gone is. */
function absent({ deletingAt }: TargetRecord, accepted: AcceptedTarget): AcceptedTarget {
  return deletingAt === undefined ? accepted : { there: false };
}

/** What was other than wanted at the old side is so no more. */
function ownNotices({ notices }: TargetRecord): TargetRecord["notices"] {
  return noticesAfter(notices, []).filter(({ code }) => code !== "drift");
}

function show(record: StreamRecord, target: TargetRecord, stream: Stream): Target {
  return composeTarget(
    target,
    record.provider,
    stream.targets?.find(({ id }) => id === target.providerId),
  );
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
