import type { Event } from "@polycast/core";
import type { Log } from "@polycast/core/provider";
import { onTestFinished } from "vitest";
import { createManualClock, type ManualClock } from "../control/manual-clock.test.support.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { appendEvent, enqueueDeliveries, openStore, openVault, type Store } from "../store/index.ts";
import { sampleEvent } from "../store/sample-records.test.support.ts";
import { temporaryDirectory } from "../store/temporary-store.test.support.ts";
import { createOutbox, type Outbox, type OutboxOptions } from "./create-outbox.ts";
import type { WebhookEndpoint } from "./endpoint.ts";

/** The time at which the sample events happened. */
const START = Date.parse("2026-03-01T12:00:00.000Z");

/** An outbox over a real store in a directory of its own; time stands still. */
export type TestOutbox = {
  outbox: Outbox;
  store: Store;
  sealer: Sealer;
  clock: ManualClock;
  dataDir: string;
  /** What was logged, as text. */
  lines: string[];
  /** Makes an endpoint and answers it with its secret. */
  endpoint(url: string, input?: object): Promise<WebhookEndpoint & { secret: string }>;
  /** Appends an event to the log, hands it to the endpoints, and answers it. */
  publish(event?: Event): Promise<Event>;
  /** Waits until something holds. */
  until(holds: () => boolean | Promise<boolean>): Promise<void>;
  /** Closes it, however much time that takes by its clock, and keeps the directory. */
  close(): Promise<void>;
};

type Options = Omit<Partial<OutboxOptions>, "store"> & {
  dataDir?: string;
  start?: boolean;
  wrapStore?: (store: Store) => Store;
  /** A store that others use too, with their clock: it stays open. */
  shared?: Pick<TestOutbox, "store" | "sealer" | "clock">;
};

/** Opens one and starts it; give `dataDir` to open an existing one again. */
export async function openTestOutbox(options: Options = {}): Promise<TestOutbox> {
  const { dataDir = temporaryDirectory(), start = true, wrapStore, shared, clock: given, ...rest } = options;
  const clock = shared?.clock ?? createManualClock(given?.now() ?? START);
  const opened = shared?.store ?? openStore({ dataDir });
  const store = wrapStore?.(opened) ?? opened;
  const sealer = shared?.sealer ?? (await openVault(opened, { dataDir })).sealer;
  const lines: string[] = [];
  const log: Log = (level, message, fields) => void lines.push(JSON.stringify({ level, message, ...fields }));
  const outbox = createOutbox({ store, sealer, log, clock, allowPrivate: true, random: () => 0, ...rest });
  if (start) outbox.start();
  let closed: Promise<void> | undefined;
  const closeAll = async (): Promise<void> => {
    let isClosed = false;
    const closing = outbox.close().finally(() => {
      isClosed = true;
    });
    while (!(await passTurn(() => isClosed))) clock.advance(1000);
    await closing;
    if (!shared) await opened.close();
  };
  const close = (): Promise<void> => (closed ??= closeAll());
  onTestFinished(close);
  return {
    outbox,
    store,
    sealer,
    clock,
    dataDir,
    lines,
    close,
    async endpoint(url, input = {}) {
      const { endpoint, secret } = await outbox.endpoints.create({ url, ...input });
      return { ...endpoint, secret: secret.reveal() };
    },
    async publish(event = sampleEvent("str_a")) {
      const now = new Date(clock.now()).toISOString();
      const current = { ...event, occurredAt: now, observedAt: now };
      const sequence = await store.write(function* () {
        const position = yield* appendEvent(current);
        yield* enqueueDeliveries(position, current);
        return position;
      });
      return { ...current, sequence };
    },
    async until(holds) {
      while (!(await passTurn(holds))) clock.advance(0);
    },
  };
}

/** Lets everything else have its turn, then asks. */
async function passTurn(holds: () => boolean | Promise<boolean>): Promise<boolean> {
  await new Promise((resolve) => setImmediate(resolve));
  return holds();
}
