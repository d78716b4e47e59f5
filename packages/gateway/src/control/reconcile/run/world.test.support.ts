import type { Capabilities, Event, Stream, Target } from "@polycast/core";
import { fakeProvider, type FakeProvider } from "@polycast/core/testing";
import { expect, onTestFinished } from "vitest";
import type { Store } from "../../../store/index.ts";
import { temporaryDirectory } from "../../../store/temporary-store.test.support.ts";
import type { ControlPlane } from "../../control-plane.ts";
import { createManualClock, type ManualClock } from "../../manual-clock.test.support.ts";
import { openTestControl } from "../../test-control.test.support.ts";
import { fourTables } from "../four-tables.test.support.ts";

/** A control plane over a provider in memory that keeps to a table, by a clock that the test moves. */
export type World = {
  fake: FakeProvider;
  clock: ManualClock;
  /** That of the process that runs now. */
  control(): ControlPlane;
  stream(): Promise<Stream>;
  target(name: string): Promise<Target>;
  /** Changes what is wanted of a target. */
  update(name: string, patch: unknown): Promise<Target>;
  /** The targets that the provider has, by the name of their host. */
  hosts(): Promise<string[]>;
  /** Waits until these are the events about changes, and about targets that fail; from the beginning, in order. */
  told(...types: Event["type"][]): Promise<void>;
  events(): Promise<Event[]>;
  /** Waits until nothing of this target is open. */
  settled(name: string): Promise<Target>;
  goLive(): Promise<void>;
  endSession(): Promise<void>;
  /** The process dies where it stands, and another one starts over the same store. */
  restart(): Promise<void>;
};

/** What a target of a test is made from; `name` is the host's, too. */
export function wish(name: string, differences: object = {}): Record<string, unknown> {
  return { name, destination: { url: `rtmp://${name}.example.com/app`, streamKey: `key-of-${name}` }, ...differences };
}

/** The table of one of the providers that the gateway comes with, told as a provider that pushes what it observes. */
export async function tableLike(provider: string): Promise<Capabilities> {
  const table = (await fourTables()).get(provider);
  if (!table) throw new Error(`there is no table of ${provider}`);
  const states: Capabilities["status"]["states"] = [...new Set([...table.status.states, "disabled" as const])];
  return { ...table, status: { ...table.status, delivery: ["push", "poll"], states } };
}

/** Opens one with a stream that has these targets. @param options.wrapStore for each process anew */
export async function openWorld(
  capabilities: Capabilities,
  targets: readonly Record<string, unknown>[],
  options: { wrapStore?: (store: Store) => Store } = {},
): Promise<World> {
  const clock = createManualClock();
  const fake = fakeProvider({ capabilities, now: () => clock.now() });
  const dataDir = temporaryDirectory();
  const open = () => openTestControl({ fake: fake.provider }, { dataDir, clock, ...options });
  let opened = await open();
  onTestFinished(async () => {
    await opened.close();
  });
  const { id } = (await opened.control.streams.create({ name: "Show", targets })).stream;

  const stream = () => opened.control.streams.get(id);
  const target = async (name: string): Promise<Target> => {
    const found = (await stream()).targets?.find((one) => one.name === name);
    if (!found) throw new Error(`there is no target ${name}`);
    return found;
  };
  const moved = async (state: Stream["status"]["state"]): Promise<void> => {
    await until(async () => (await stream()).status.state === state);
  };

  return {
    fake,
    clock,
    control: () => opened.control,
    stream,
    target,
    update: async (name, patch) => {
      const { id: targetId } = await target(name);
      return opened.control.targets.update({ streamId: id, id: targetId }, patch);
    },
    async hosts() {
      const { signal } = new AbortController();
      const there = await fake.provider.targets.list("stream-1", { signal });
      return there.map(({ destination }) => destination.host?.replace(".example.com", "") ?? "");
    },
    async told(...types) {
      await expect.poll(async () => (await opened.events()).filter(isTold).map(({ type }) => type)).toEqual(types);
    },
    events: () => opened.events(),
    async settled(name) {
      await until(async () => (await target(name)).pending === undefined);
      return target(name);
    },
    async goLive() {
      fake.goLive("stream-1");
      await moved("live");
    },
    async endSession() {
      fake.endSession("stream-1");
      await moved("idle");
    },
    async restart() {
      await opened.close();
      opened = await open();
    },
  };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < 2000; looks += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error("it does not come about");
}

/** Is it about a change, or about a target that fails? */
function isTold({ type }: Event): boolean {
  return type.includes("change") || type === "target.failed";
}
