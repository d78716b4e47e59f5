import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Event, ProviderAdapter } from "@polycast/core";
import type { Log } from "@polycast/core/provider";
import type { DriftPolicy } from "./drift/drift-watch.ts";
import { openStore, openVault, type Store } from "../store/index.ts";
import { type Clock, systemClock } from "./clock.ts";
import { type ControlPlane, createControlPlane } from "./control-plane.ts";
import type { TargetNumbersOf } from "./target-numbers.ts";

/** A control plane over a real store in a directory of its own. */
export type TestControl = {
  control: ControlPlane;
  store: Store;
  dataDir: string;
  /** What was logged, as text. */
  lines: string[];
  /** All events of streams and targets so far. */
  events(): Promise<Event[]>;
  /** Waits until the log holds an event of this type, and answers the first. */
  eventOf(type: Event["type"]): Promise<Event>;
  /** Closes it and keeps the directory. */
  close(): Promise<void>;
  /** Closes it and removes the directory. */
  [Symbol.asyncDispose](): Promise<void>;
};

/** Opens and starts one; give `dataDir` to open an existing one again. */
export async function openTestControl(
  providers: Record<string, ProviderAdapter>,
  options: {
    dataDir?: string;
    wrapStore?: (store: Store) => Store;
    clock?: Clock;
    drift?: DriftPolicy;
    numbers?: TargetNumbersOf;
  } = {},
): Promise<TestControl> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "polycast-control-"));
  const opened = openStore({ dataDir });
  const store = options.wrapStore?.(opened) ?? opened;
  const { sealer, hash } = await openVault(store, { dataDir });
  const lines: string[] = [];
  const log: Log = (level, message, fields) => void lines.push(JSON.stringify({ level, message, ...fields }));
  const [defaultProvider = ""] = Object.keys(providers);
  const { clock = systemClock, drift = "show", numbers } = options;
  const control = createControlPlane({ providers, defaultProvider, store, sealer, hash, log, clock, drift, numbers });
  await control.start();
  const close = async (): Promise<void> => {
    await control.close();
    await opened.close();
  };
  const events = async (): Promise<Event[]> =>
    (await control.events.list({ limit: 100 })).data.filter((event) => "streamId" in event);
  return {
    control,
    store,
    dataDir,
    lines,
    events,
    close,
    async eventOf(type) {
      for (;;) {
        const found = (await events()).find((event) => event.type === type);
        if (found) return found;
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async [Symbol.asyncDispose]() {
      await close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
