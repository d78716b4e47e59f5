import { type Ingest, MultistreamError, type Stream } from "@polycast/core";
import { defined, ifThere, parseInput } from "@polycast/core/provider";
import * as z from "zod";
import { notify, type StreamRecord, type TargetRecord, targetsOf, updateStream } from "../../store/index.ts";
import { assertStreamChangeable } from "../assert-changeable.ts";
import { findStreamRecord, requireStream } from "../lookup.ts";
import type { Scope } from "../parts.ts";
import type { Instance } from "../providers/instances.ts";
import { readStream } from "../read-model.ts";
import { openIngest } from "../sealed-values.ts";
import { notIdle } from "./assert-idle.ts";
import { type CarryOver, planCarryOver } from "./carry-over.ts";
import { refusalsOf } from "./refusals-of.ts";
import type { SwitchPlan } from "./switch-plan.ts";
import { isSwitching, switchStateOf, toStoredSwitch } from "./switch-state.ts";

/** Where a stream is to move to. */
export const switchInput = z.strictObject({
  /** The instance. */
  provider: z.string().min(1).max(255),
  /** Only tell what would become of it. Default true. */
  dryRun: z.boolean().default(true),
});

/** The ingest is told once it is moved, and carries the encoder's credentials. */
export type Switched = { plan: SwitchPlan; applied: boolean; stream?: Stream; ingest?: Ingest[] };

/** A pass may end for another one to go on: at the new side, and once more for its targets. */
const MAX_PASSES = 4;

/**
 * Moves a stream to another provider while it is idle, or, by default, only tells what would become of it. Ids, names,
 * wishes and keys stay. It is stored first and then done step by step, so that it goes on after a crash; nothing else is
 * changed on the stream meanwhile.
 *
 * @throws MultistreamError `not_idle` while the stream is live; `conflict` while it moves already, or where it is there;
 * `timeout` when it goes on longer than anybody waits; what the new side refuses, with nothing changed
 */
export async function switchStream(scope: Scope, id: string, input: unknown): Promise<Switched> {
  const { instances, register, store } = scope;
  const { provider, dryRun } = parseInput(switchInput, input, "switch");
  const found = await findStreamRecord(scope, id);
  assertStreamChangeable(found);
  const from = instances.require(found.provider);
  const to = instances.pick(provider);
  if (from.name === to.name) throw thereAlready(to.name);
  const answer = await ifThere(from.call((context) => from.adapter.streams.get(found.providerId, context)));
  const rows = await store.read(() => targetsOf(found.id));
  const states = [answer?.status.state, register.get(found.id)?.status.state];
  const { plan: told, refusal } = await makePlan(scope, { found, rows, answer }, from, to);
  const refusals = [...notIdle(from.name, states), ...refusalsOf(found, rows), ...(refusal ? [refusal] : [])];
  const refused = refusals.map(({ code, message, hint }) => defined({ code, message, hint }));
  const plan = { ...told, refused };
  if (dryRun) return { plan, applied: false };
  for (const error of refusals) throw error;
  await begin(scope, found, to);
  return { plan, applied: true, ...(await finish(scope, found.id, to)) };
}

type Known = { found: StreamRecord; rows: TargetRecord[]; answer: Stream | undefined };

async function makePlan(
  scope: Scope,
  { found, rows, answer }: Known,
  from: Instance,
  to: Instance,
): Promise<Pick<CarryOver, "plan" | "refusal">> {
  const sides = {
    from: { name: from.name, table: await from.capabilities() },
    to: { name: to.name, table: await to.capabilities() },
  };
  const known = new Set(rows.map(({ providerId }) => providerId));
  const foreign = (answer?.targets ?? []).filter((target) => !known.has(target.id));
  const stream = defined({ playback: answer?.playback, providerMetadata: answer?.providerMetadata });
  return planCarryOver(scope, { stream: found, rows }, to, { ...sides, stream, foreign });
}

async function begin({ store, clock }: Scope, { id, provider }: StreamRecord, to: Instance): Promise<void> {
  const now = clock.now();
  await store.write(function* () {
    const record = yield* requireStream(id);
    assertStreamChangeable(record);
    if (record.provider !== provider) throw thereAlready(record.provider);
    for (const error of refusalsOf(record, yield* targetsOf(id))) throw error;
    const { leftovers } = switchStateOf(record);
    const run = { to: to.name, since: now, step: "make" as const };
    const switching = toStoredSwitch({ run, leftovers });
    yield* updateStream(id, { switching, dueAt: now, updatedAt: record.updatedAt });
    yield* notify("wanted", id);
  });
}

async function finish(
  { store, reconciler, views, sealer }: Scope,
  id: string,
  to: Instance,
): Promise<{ stream: Stream; ingest: Ingest[] }> {
  const read = () => store.read(() => requireStream(id));
  for (let passes = 0; passes < MAX_PASSES; passes += 1) {
    await reconciler.run(id);
    if (!isSwitching(await read())) break;
  }
  const record = await read();
  if (isSwitching(record)) throw goesOn(to.name);
  if (record.provider !== to.name) throw failureOf(record, to.name);
  // Its targets that could not be made with it.
  await reconciler.run(id);
  const stream = await store.read(function* () {
    return yield* readStream(views, yield* requireStream(id));
  });
  return { stream, ingest: openIngest(sealer, record) };
}

function failureOf(record: StreamRecord, to: string): MultistreamError {
  const { failed } = switchStateOf(record);
  const { code, message, hint, retryable } = failed ?? { code: "conflict", message: "The switch was taken back." };
  return new MultistreamError(code, message, defined({ provider: to, hint, retryable }));
}

function thereAlready(provider: string): MultistreamError {
  return new MultistreamError("conflict", `The stream is at ${provider} already.`, {
    provider,
    hint: "Name the instance that it is to move to.",
  });
}

function goesOn(provider: string): MultistreamError {
  return new MultistreamError("timeout", "The switch has begun and takes longer than this request.", {
    provider,
    outcome: "unknown",
    hint: "It goes on by itself: read the stream, and its ingest when it is there.",
  });
}
