import { isMultistreamError } from "@polycast/core";
import { describeError } from "../../../log/describe-error.ts";
import { dueStreams, getStream } from "../../../store/index.ts";
import type { Tools } from "./pass.ts";
import { runStream } from "./run-stream.ts";
import { tryAgain } from "./try-again.ts";
import { createTurns } from "./turns.ts";
import { untilOthers } from "./until-others.ts";
import { createWaiting } from "./waiting.ts";

/** What reconcilers have done so far. */
export type ReconcilerCounts = {
  passes: number;
  /** Passes that ended with an error of the store, or because the duty was lost. */
  failures: number;
  /** By what was called, e.g. `create`, `stream update`, `look`. */
  steps: Record<string, number>;
};

/** Brings what the providers have in line with what is wanted. */
export type Reconciler = {
  /**
   * Resolves when all that was wanted of a stream before this call is done, as far as it can be done now; after 20 s in
   * any case. Never throws: what is open is told by the stream and its targets.
   */
  run(streamId: string): Promise<void>;
  /** Something was observed of a stream: what waits for that goes on. */
  saw(streamId: string): void;
  /** Tries at once what an instance could not do because it was away, or refused for good: it may do it now. */
  hurry(instance: string): void;
  /** Takes up the work of an instance, or lays it down. Until then others do it. */
  setActive(instance: string, active: boolean): void;
  counts(): ReconcilerCounts;
  /** Finishes the steps that are being made. */
  close(): Promise<void>;
};

/** How long whoever asked for a change waits for it. */
const MAX_WAIT_MS = 20_000;
/** How often the store is asked for what is due. */
const LOOK_MS = 10_000;
/** When a pass is repeated whose results could not be stored. */
const AGAIN_MS = 1_000;
/**
 * Streams of one instance that are passed at a time: more would only wait, and time out, for a provider that limits its
 * calls. One that does not waits for our store alone, where those that write together share a commit.
 */
const AT_ONCE = { limited: 8, unlimited: 64 };
/** Streams that one look takes up. */
const MAX_DUE = 200;

/** Makes a reconciler; it begins with `setActive`. */
export function createReconciler(tools: Tools): Reconciler {
  const { instances, store, clock, log, bindings } = tools;
  const counts: ReconcilerCounts = { passes: 0, failures: 0, steps: {} };
  const active = new Set<string>();
  const timers = new Map<string, () => void>();
  let closed = false;
  let cancelLook: (() => void) | undefined;

  const waiting = createWaiting({
    instanceOf: (streamId) => bindings.placeOf(streamId)?.instance,
    ask: (streamId) => {
      if (!closed) void turns.ask(streamId);
    },
  });

  const isOurs = (streamId: string): boolean => active.has(bindings.placeOf(streamId)?.instance ?? "");

  const onStep = (step: string): void => {
    counts.steps[step] = (counts.steps[step] ?? 0) + 1;
  };

  const onFreed = (instance: string): void => waiting.freed(instance);

  const plan = (streamId: string, dueAt: number | undefined): void => {
    timers.get(streamId)?.();
    timers.delete(streamId);
    if (dueAt === undefined || closed) return;
    const wake = (): void => {
      timers.delete(streamId);
      void turns.ask(streamId);
    };
    timers.set(streamId, clock.after(Math.max(0, dueAt - clock.now()), wake));
  };

  const pass = async (streamId: string): Promise<void> => {
    const record = await store.read(() => getStream(streamId));
    const instance = record && instances.find(record.provider);
    if (!record || !instance || !active.has(instance.name)) {
      waiting.forget(streamId);
      return plan(streamId, undefined);
    }
    const fence = tools.fence(instance.name);
    const table = await instance.capabilities();
    const run = { tools, instance, fence, table, streamId, onStep, onFreed };
    const cures = waiting.takeCures(streamId);
    if (cures.length > 0) await tryAgain(run, cures);
    const end = waiting.begin(streamId, instance);
    const { dueAt, hopes = [] } = await runStream(run);
    end({ isOpen: dueAt !== undefined, hopes });
    plan(streamId, dueAt);
  };

  const turns = createTurns({
    async run(streamId) {
      if (closed) return;
      counts.passes += 1;
      try {
        await pass(streamId);
      } catch (error) {
        counts.failures += 1;
        waiting.opened(streamId);
        const isLost = isMultistreamError(error, "conflict");
        log(isLost ? "info" : "warn", "a stream could not be reconciled and waits", {
          streamId,
          error: describeError(error),
        });
        plan(streamId, clock.now() + AGAIN_MS);
      }
    },
    groupOf: (streamId) => bindings.placeOf(streamId)?.instance ?? "",
    atOnce: (name) => (instances.find(name)?.adapter.ready ? AT_ONCE.limited : AT_ONCE.unlimited),
  });

  const look = async (): Promise<void> => {
    for (const instance of active) {
      const due = await store.read(() => dueStreams(instance, clock.now(), MAX_DUE));
      for (const streamId of due) void turns.ask(streamId);
    }
  };

  const lookAgain = (): void => {
    if (closed) return;
    cancelLook = clock.after(LOOK_MS, () => {
      look()
        .catch((error: unknown) => log("warn", "what is due could not be read", { error: describeError(error) }))
        .finally(lookAgain);
    });
  };

  const takeUp = async (instance: string): Promise<void> => {
    // Everything that has something open has a time, be it in the future.
    const streamIds = await store.read(() => dueStreams(instance, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER));
    for (const streamId of streamIds) void turns.ask(streamId);
  };

  const unlisten = store.listen("wanted", (streamId) => {
    if (closed) return;
    if (streamId === undefined) void look().catch(() => undefined);
    else if (isOurs(streamId)) void turns.ask(streamId);
  });

  for (const instance of instances.all()) instance.onTrusted(() => waiting.came(instance.name, "credentials"));

  lookAgain();
  return {
    async run(streamId) {
      const ended = new AbortController();
      const { promise: over, resolve } = Promise.withResolvers<void>();
      const cancel = clock.after(MAX_WAIT_MS, resolve);
      try {
        const done = isOurs(streamId) ? turns.ask(streamId) : untilOthers(tools, streamId, ended.signal);
        await Promise.race([done, over]);
      } catch (error) {
        log("warn", "a change is stored and could not be waited for", { streamId, error: describeError(error) });
      } finally {
        cancel();
        ended.abort();
      }
    },
    saw(streamId) {
      if (waiting.isOpen(streamId)) void turns.ask(streamId);
    },
    hurry: (instance) => waiting.came(instance, "presence"),
    setActive(instance, on) {
      if (!on) active.delete(instance);
      else {
        active.add(instance);
        takeUp(instance).catch((error: unknown) => {
          log("warn", "what is due could not be read", { provider: instance, error: describeError(error) });
        });
      }
    },
    counts: () => ({ ...counts, steps: { ...counts.steps } }),
    async close() {
      closed = true;
      unlisten();
      cancelLook?.();
      for (const cancel of timers.values()) cancel();
      timers.clear();
      await turns.idle();
    },
  };
}
