import { randomUUID } from "node:crypto";
import type { Dispatcher as HttpDispatcher } from "undici";
import { describeError } from "../log/describe-error.ts";
import {
  claimDelivery,
  type ClaimedDelivery,
  firstPending,
  listServedEndpoints,
  type Reading,
  releaseDeliveriesOf,
  releaseDelivery,
} from "../store/index.ts";
import { cancelAllPending } from "./cancel-all-pending.ts";
import type { OutboxParts } from "./outbox-parts.ts";
import { type AttemptResult, settleAttempt } from "./settle-attempt.ts";
import { createSlots } from "./slots.ts";

/** Sends what is due. */
export type Dispatcher = {
  start(): void;
  /** Takes nothing more, gives running attempts a while, and gives back those that are not over then. */
  close(): Promise<void>;
};

type Claimed = ClaimedDelivery & { lease: string; until: number };

/** Milliseconds between tries while the store fails. */
const REPEAT_MS = 2000;

/**
 * Makes what sends; `http` is asked for when there is something to send. It looks for due deliveries when the log grows or something is to be sent again, when the next one
 * is due, and now and then. Any number of processes may do so on one store: each delivery is claimed by one of them
 * before it is sent, and by another only when the claim has run out.
 */
export function createDispatcher(parts: OutboxParts, http: () => Promise<HttpDispatcher>): Dispatcher {
  const { store, clock, log, limits } = parts;
  const slots = createSlots(limits);
  const running = new Set<Promise<void>>();
  const ending = new AbortController();
  let state: "new" | "open" | "closing" = "new";
  let awake = false;
  let inherits = store.exclusive;
  let looking: Promise<void> | undefined;
  let stopTimer: (() => void) | undefined;
  let stopListening: (() => void)[] = [];

  const wake = (): void => {
    awake = true;
    if (state === "open") looking ??= look();
  };

  const isWoken = (): boolean => {
    const woken = awake && state === "open";
    awake = false;
    return woken;
  };

  const look = async (): Promise<void> => {
    let nextAt = 0;
    try {
      if (inherits) await inherit();
      while (isWoken()) nextAt = await sendDue();
    } catch (error) {
      log("warn", "due deliveries could not be read", { error: describeError(error) });
      nextAt = clock.now() + REPEAT_MS;
    }
    looking = undefined;
    stopTimer?.();
    if (state === "open") stopTimer = clock.after(Math.min(Math.max(0, nextAt - clock.now()), limits.pollMs), wake);
  };

  /** Whoever had claimed something before is gone: it need not wait until its claim has run out. */
  const inherit = async (): Promise<void> => {
    const now = clock.now();
    await store.write(function* () {
      for (const { id } of yield* listServedEndpoints()) yield* releaseDeliveriesOf(id, now, limits.leaseMs);
    });
    inherits = false;
  };

  /** Answers when the next delivery is due that nobody is at. */
  const sendDue = async (): Promise<number> => {
    const { ids, nextAt } = await store.read(findDue);
    if (ids.length === 0) return nextAt;
    const now = clock.now();
    const claim = { lease: randomUUID(), now, until: now + limits.leaseMs };
    const claimed = await store.write(function* () {
      const taken: ClaimedDelivery[] = [];
      for (const id of ids) {
        const delivery = yield* claimDelivery(id, claim);
        if (delivery) taken.push(delivery);
      }
      return taken;
    });
    for (const delivery of claimed) run({ ...delivery, ...claim });
    // Another process was quicker: there is room for what comes behind.
    if (claimed.length < ids.length) awake = true;
    return nextAt;
  };

  function* findDue(): Reading<{ ids: string[]; nextAt: number }> {
    const now = clock.now();
    const ids: string[] = [];
    let nextAt = Number.POSITIVE_INFINITY;
    for (const offer of slots.share(yield* listServedEndpoints())) {
      const first = yield* firstPending(offer.endpointId, offer.slots);
      const due = first.filter(({ runAt }) => runAt <= now);
      nextAt = Math.min(nextAt, first[due.length]?.runAt ?? nextAt);
      ids.push(...due.map(({ id }) => id));
      offer.accept(due.length);
    }
    return { ids, nextAt };
  }

  const run = (delivery: Claimed): void => {
    const giveBack = slots.take(delivery.endpointId);
    const task = deliver(delivery)
      .catch((error: unknown) => {
        log("warn", "a delivery attempt broke off", { deliveryId: delivery.id, error: describeError(error) });
      })
      .finally(() => {
        giveBack();
        running.delete(task);
        wake();
      });
    running.add(task);
  };

  const deliver = async (delivery: Claimed): Promise<void> => {
    const { id, endpointId, lease } = delivery;
    // Loaded late, with its HTTP client: a start need not wait for it.
    const { attempt } = await import("./attempt.ts");
    const result = await attempt(parts, await http(), delivery, ending.signal);
    if (ending.signal.aborted && result.status === undefined) {
      await store.write(() => releaseDelivery(id, lease, clock.now()));
      return;
    }
    parts.onAttempt?.(result);
    const reason = await settle(delivery, result);
    if (reason === undefined) return;
    log("warn", "a webhook endpoint was disabled", { endpointId, reason });
    await cancelAllPending(parts, endpointId);
  };

  /** Repeated while the store fails and the claim holds; after that, the delivery is due again and repeated itself. */
  const settle = async (delivery: Claimed, result: AttemptResult): Promise<"gone" | "failing" | undefined> => {
    const ended = { ...result, endedAt: clock.now() };
    for (;;) {
      try {
        return await store.write(() => settleAttempt(parts, delivery, ended));
      } catch (error) {
        if (ending.signal.aborted || clock.now() >= delivery.until) throw error;
        await pause();
      }
    }
  };

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        stop();
        ending.signal.removeEventListener("abort", end);
        resolve();
      };
      const stop = clock.after(REPEAT_MS, end);
      ending.signal.addEventListener("abort", end);
    });

  return {
    start() {
      state = "open";
      stopListening = [store.listen("events", wake), store.listen("webhooks", wake)];
      wake();
    },
    async close() {
      state = "closing";
      stopTimer?.();
      for (const stop of stopListening) stop();
      await looking;
      const stopGrace = clock.after(limits.graceMs, () => ending.abort());
      await Promise.all(running);
      stopGrace();
    },
  };
}
