import type { ProviderAdapter, Stream } from "@polycast/core";
import type { Log, WebhookDelivery } from "@polycast/core/provider";
import { everythingAllowed, type FakeProvider, fakeProvider } from "@polycast/core/testing";
import { onTestFinished } from "vitest";
import { type ControlPlane, createControlPlane } from "../control/control-plane.ts";
import { createManualClock, type ManualClock } from "../control/manual-clock.test.support.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { listInboxItems, openStore, openVault, receivedItems, type Store } from "../store/index.ts";
import { temporaryDirectory } from "../store/temporary-store.test.support.ts";
import { createInbox } from "./create-inbox.ts";
import type { Inbox, InboxOptions } from "./inbox.ts";
import type { InboxItem } from "./inbox-item.ts";

/** An inbox over a real control plane and a real store. */
export type TestInbox = {
  inbox: Inbox;
  control: ControlPlane;
  store: Store;
  sealer: Sealer;
  dataDir: string;
  /** What was logged, as text. */
  lines: string[];
  /** What the pollers were told to read: `fake` or `fake stream-1`. */
  hints: string[];
  /** Waits until nothing waits to be processed, and answers what is there, oldest first. */
  settled(): Promise<InboxItem[]>;
  /** Closes all of it; the directory stays. */
  close(): Promise<void>;
  /** Closes all but the inbox, which has no chance to end what it does. */
  crash(): Promise<void>;
};

export type TestInboxOptions = Partial<InboxOptions> & {
  providers?: Record<string, ProviderAdapter>;
  dataDir?: string;
  clock?: ManualClock;
  /** The inbox's view of the store. */
  wrapStore?: (store: Store) => Store;
  /** An open store that is not this one's alone. Default: one in `dataDir`. */
  opened?: Pick<TestInbox, "store" | "sealer">;
};

/** A provider that tells what it sees by webhook alone: with a `subscribe` that tells nothing, it is not polled. */
export function webhookProvider(name: string, clock: ManualClock): FakeProvider {
  const capabilities = everythingAllowed();
  const status = { ...capabilities.status, delivery: ["webhook" as const] };
  const fake = fakeProvider({ name, now: () => clock.now(), capabilities: { ...capabilities, status } });
  return { ...fake, provider: { ...fake.provider, subscribe: () => () => {} } };
}

/** A stream that has just gone live at a provider, and the webhook that tells of it. */
export async function goLive(
  { control }: Pick<TestInbox, "control">,
  fake: FakeProvider,
  clock: ManualClock,
): Promise<{ stream: Stream; providerId: string; delivery: WebhookDelivery }> {
  const { stream } = await control.streams.create({ name: "Show", provider: fake.provider.name });
  const providerId = stream.bindings?.[0]?.id ?? "";
  clock.advance(1000);
  fake.goLive(providerId);
  const [delivery] = await fake.takeWebhooks();
  if (!delivery) throw new Error("the provider has sent nothing");
  return { stream, providerId, delivery };
}

/** The types of all events, oldest first. */
export async function typesOf({ control }: Pick<TestInbox, "control">): Promise<string[]> {
  return (await control.events.list({ limit: 100 })).data.map(({ type }) => type);
}

/**
 * Starts another inbox beside one, as if in another process on the same store. What is observed comes together in the
 * one control plane, unless there is an observer of its own.
 */
export async function openBeside(
  { control, store, sealer }: Pick<TestInbox, "control" | "store" | "sealer">,
  options: Partial<InboxOptions> & { clock: ManualClock },
): Promise<{ inbox: Inbox; lines: string[] }> {
  const lines: string[] = [];
  const log: Log = (level, message, fields) => void lines.push(JSON.stringify({ level, message, ...fields }));
  const { instances, observer, pollers } = control.intake;
  const shared = { ...store, exclusive: false };
  const inbox = createInbox({ instances, observer, pollers, store: shared, sealer, log, ...options });
  await inbox.start();
  onTestFinished(() => inbox.close());
  return { inbox, lines };
}

/** Opens and starts one; give `dataDir` to open an existing one again. */
export async function openTestInbox(options: TestInboxOptions = {}): Promise<TestInbox> {
  const { clock = createManualClock(), dataDir = temporaryDirectory(), wrapStore, opened, ...rest } = options;
  const { providers = { fake: webhookProvider("fake", clock).provider } } = options;
  const store = opened?.store ?? openStore({ dataDir });
  const vault = await openVault(store, { dataDir });
  const sealer = opened?.sealer ?? vault.sealer;
  const lines: string[] = [];
  const hints: string[] = [];
  const log: Log = (level, message, fields) => void lines.push(JSON.stringify({ level, message, ...fields }));
  const [defaultProvider = ""] = Object.keys(providers);
  const control = createControlPlane({ providers, defaultProvider, store, sealer, hash: vault.hash, log, clock });
  await control.start();
  const { instances, observer, pollers } = control.intake;
  const inbox = createInbox({
    instances,
    observer,
    pollers: { ...pollers, hint: (name, id) => void hints.push(id === undefined ? name : `${name} ${id}`) },
    store: wrapStore?.(store) ?? store,
    sealer,
    clock,
    log,
    ...rest,
  });
  control.onBound((instance) => inbox.unpark(instance));
  await inbox.start();
  let open = true;
  const crash = async (): Promise<void> => {
    if (!open) return;
    open = false;
    await control.close();
    await store.close();
  };
  const close = async (): Promise<void> => {
    if (open) await inbox.close();
    await crash();
  };
  onTestFinished(close);
  return {
    inbox,
    control,
    store,
    sealer,
    dataDir,
    lines,
    hints,
    close,
    crash,
    async settled() {
      await until(async () => (await store.read(() => receivedItems([], 1))).length === 0);
      const page = await inbox.list({ limit: 100 });
      return page.data.toReversed();
    },
  };
}

/** Waits until something holds. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}

/** Lets whatever can happen happen that needs no time. */
export async function turns(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** How many webhooks are stored. */
export async function countItems(store: Store): Promise<number> {
  return (await store.read(() => listInboxItems({ limit: 500 }))).data.length;
}
