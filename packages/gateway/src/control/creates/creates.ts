import { randomUUID } from "node:crypto";
import { MultistreamError } from "@polycast/core";
import { describeError } from "../../log/describe-error.ts";
import { dueIntents, getIntent, type IntentRecord } from "../../store/index.ts";
import type { Parts } from "../parts.ts";
import type { TargetRules } from "../targets/about-targets.ts";
import { type AskedStream, prepareStream } from "./asked-stream.ts";
import type { Creating } from "./creating.ts";
import { openIntent } from "./intent-body.ts";
import { makeStream, type MadeStream } from "./make-stream.ts";
import { resumeStream } from "./resume-stream.ts";
import { makeUnderIntent } from "./under-intent.ts";

/** Makes streams so that none is left behind at a provider by a process that dies. */
export type Creates = {
  /** Makes one and stores it: all or nothing. */
  make(rules: TargetRules, asked: AskedStream): Promise<MadeStream>;
  /**
   * Brings a create that was begun under this id before to its end.
   *
   * @throws MultistreamError `conflict` while another process is at it, or it has to wait
   */
  settle(id: string): Promise<void>;
  /** Takes up what was begun at an instance and not ended. Resolves when it was tried once, after 5 s in any case. */
  begin(instance: string): Promise<void>;
  /** Leaves it to others. */
  end(instance: string): void;
  close(): void;
};

type Looking = { cancel: () => void };

const LOOK_MS = 15_000;
/** Of one look. */
const MAX_DUE = 100;
const START_WAIT_MS = 5_000;
const BUSY_MS = 5_000;

/** Makes it; it looks for what others left behind from `begin` on. */
export function createCreates(parts: Omit<Parts, "creates">): Creates {
  const { store, clock, mutex, log, instances, sealer } = parts;
  // On a store that one process has alone, all others that were at something are dead.
  const own = `${randomUUID()}/`;
  const creating: Creating = { parts, newHolder: () => own + randomUUID() };
  /** Of each instance that was begun, while it is not ended. */
  const looks = new Map<string, Looking>();

  /** What a restart forgets, or what the host's store alone knows, cannot be left behind. */
  const isRemembered = (instance: string): boolean => instances.find(instance)?.adapter.restore === undefined;

  const isFree = ({ holder, dueAt }: IntentRecord): boolean =>
    dueAt <= clock.now() || (store.exclusive && !holder.startsWith(own));

  /** Of two that look the same neither may be taken for what the other has made. */
  const inLane = <T>(
    about: { id: string; instance: string; name: string; mark: string | undefined },
    task: () => Promise<T>,
  ): Promise<T> =>
    mutex.run(about.mark === undefined ? `create ${about.instance} ${about.name}` : `create ${about.id}`, task);

  const resume = async ({ id, instance, bodySealed }: IntentRecord): Promise<void> => {
    const { wanted, mark } = openIntent(sealer, id, bodySealed);
    await inLane({ id, instance, name: wanted.name, mark }, async () => {
      const intent = await store.read(() => getIntent(id));
      if (intent && isFree(intent)) await resumeStream(creating, intent);
    });
  };

  const resumeDue = async (instance: string, looking: Looking): Promise<void> => {
    const until = store.exclusive ? Number.MAX_SAFE_INTEGER : clock.now();
    const due = await store.read(() => dueIntents(instance, until, MAX_DUE));
    for (const intent of due.filter(isFree)) {
      if (looks.get(instance) !== looking) return;
      await resume(intent).catch((error: unknown) => {
        const about = { streamId: intent.id, provider: instance, error: describeError(error) };
        log("warn", "a stream that was being made when its process died is not taken up", about);
      });
    }
  };

  const look = async (instance: string, looking: Looking): Promise<void> => {
    try {
      await resumeDue(instance, looking);
    } catch (error) {
      log("warn", "what was being made could not be read", { provider: instance, error: describeError(error) });
    }
    if (looks.get(instance) === looking) looking.cancel = clock.after(LOOK_MS, () => void look(instance, looking));
  };

  return {
    async make(rules, asked) {
      const { instance, table } = rules;
      const prepared = prepareStream(parts, rules, asked);
      if (!isRemembered(instance.name)) return makeStream(parts, rules, asked, prepared);
      const isMarked = table.stores.stream.includes("reference") && prepared.input.reference === undefined;
      const mark = isMarked ? asked.id : undefined;
      const { id, wanted } = asked;
      return inLane({ id, instance: instance.name, name: wanted.name, mark }, () =>
        makeUnderIntent(creating, rules, asked, prepared, mark),
      );
    },
    async settle(id) {
      const intent = await store.read(() => getIntent(id));
      if (!intent) return;
      if (isFree(intent)) await resume(intent);
      const left = await store.read(() => getIntent(id));
      if (left) throw busy(left.dueAt - clock.now());
    },
    async begin(instance) {
      if (!isRemembered(instance) || looks.has(instance)) return;
      const looking: Looking = { cancel: () => undefined };
      looks.set(instance, looking);
      const { promise: over, resolve } = Promise.withResolvers<void>();
      const cancel = clock.after(START_WAIT_MS, resolve);
      await Promise.race([look(instance, looking), over]);
      cancel();
    },
    end(instance) {
      looks.get(instance)?.cancel();
      looks.delete(instance);
    },
    close() {
      for (const { cancel } of looks.values()) cancel();
      looks.clear();
    },
  };
}

function busy(ms: number): MultistreamError {
  return new MultistreamError("conflict", "This stream is being made by an earlier request already.", {
    retryable: true,
    retryAfterMs: Math.max(BUSY_MS, ms),
    hint: "Repeat the request with the same Idempotency-Key later, or read the list of streams.",
  });
}
