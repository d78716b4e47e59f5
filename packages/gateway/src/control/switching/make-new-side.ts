import { isMultistreamError, MultistreamError, type Stream } from "@polycast/core";
import { defined, ifThere, type NewStream } from "@polycast/core/provider";
import { type StreamRecord, targetsOf } from "../../store/index.ts";
import type { Instance } from "../providers/instances.ts";
import type { Pass } from "../reconcile/run/pass.ts";
import { planCarryOver } from "./carry-over.ts";
import { storeFailure, storeRetry, storeRun, type Switching } from "./switch-steps.ts";

/** How much the clocks of two machines may differ, in milliseconds. */
const SKEW_MS = 300_000;
/** Pages of 100 streams, newest first, in which one that was just made is looked for. */
const PAGES = 3;

/**
 * Makes the stream at its new provider, with those targets that can be there. What fails now has changed nothing: the
 * switch is over. When it is not known whether it was made, it is looked for before it is made again.
 *
 * @returns when to go on, milliseconds since 1970; undefined: at once
 */
export async function makeNewSide(pass: Pass, switching: Switching, to: Instance): Promise<number | undefined> {
  const { record, run } = switching;
  const { tools } = pass;
  const rows = await tools.store.read(() => targetsOf(record.id));
  const isBegun = run.begun === true;
  if (!isBegun && !(await storeRun(pass, switching, { begun: true }))) return undefined;
  const begun: Switching = { record, run: { ...run, begun: true } };
  let made: { stream: Stream; sent: readonly { record: { id: string } }[] };
  try {
    const table = await to.capabilities();
    const sides = { from: { name: record.provider, table: pass.table }, to: { name: to.name, table } };
    const { sent } = planCarryOver(tools, rows, to, { ...sides, stream: {}, foreign: [] });
    if (isBegun) await removeEarlier(pass, begun, to, table.stores.stream.includes("reference"));
    const input: NewStream = defined({
      name: record.name,
      enabled: record.enabled,
      targets: sent.map((target) => target.input),
      reference: table.stores.stream.includes("reference") ? run.mark : undefined,
      metadata: table.stores.stream.includes("metadata") ? record.metadata : undefined,
    });
    // Nobody publishes there before it is bound, so what it reports meanwhile is of no interest.
    const { stream } = await to.call((context) => to.adapter.streams.create(input, context));
    made = { stream, sent };
  } catch (error) {
    if (!isMultistreamError(error)) throw error;
    if (error.outcome === "unknown") return storeRetry(pass, begun, error);
    await storeFailure(pass, begun, error);
    return undefined;
  }
  const { stream, sent } = made;
  const provided = stream.targets ?? [];
  if (provided.length !== sent.length) {
    await storeFailure(pass, begun, notAsAsked(to.name), { provider: to.name, id: stream.id });
    return undefined;
  }
  const targets = Object.fromEntries(sent.map((target, index) => [target.record.id, provided[index]?.id ?? ""]));
  await storeRun(pass, begun, { step: "park", made: { providerId: stream.id, targets } });
  return undefined;
}

/**
 * Removes what an attempt has made whose answer was lost. Only one that carries our mark: where a provider keeps none, one
 * that may be somebody else's stays, and is said in the log.
 */
async function removeEarlier(pass: Pass, { record, run }: Switching, to: Instance, isMarked: boolean): Promise<void> {
  const { bindings, log } = pass.tools;
  let cursor: string | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const query = defined({ limit: 100, cursor });
    const { data, nextCursor } = await to.call((context) => to.adapter.streams.list(query, context));
    for (const stream of data) {
      if (bindings.streamOf(to.name, stream.id) !== undefined || !isSame(stream, record, run.since)) continue;
      if (isMarked && stream.reference === run.mark) {
        await ifThere(to.call((context) => to.adapter.streams.delete(stream.id, context)));
      } else if (!isMarked) {
        log("warn", "a switch may have left a stream behind", {
          provider: to.name,
          id: stream.id,
          streamId: record.id,
        });
      }
    }
    if (nextCursor === undefined) return;
    cursor = nextCursor;
  }
}

function isSame(stream: Stream, { name }: StreamRecord, since: number): boolean {
  const madeAt = Date.parse(stream.createdAt ?? "");
  return stream.name === name && stream.status.state !== "live" && !(madeAt < since - SKEW_MS);
}

function notAsAsked(provider: string): MultistreamError {
  return new MultistreamError("provider_response_invalid", `${provider} did not answer with the targets asked for.`, {
    provider,
    hint: "Please report this: the adapter does not keep its contract.",
  });
}
