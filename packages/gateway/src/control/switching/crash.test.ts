import { rmSync } from "node:fs";
import { MultistreamError, type ProviderAdapter } from "@polycast/core";
import type { NewStream } from "@polycast/core/provider";
import { expect, test } from "vitest";
import type { Store } from "../../store/index.ts";
import { openTestControl, type TestControl } from "../test-control.test.support.ts";
import { makeSides, type SideName, type Sides } from "./sides.test.support.ts";

const context = () => ({ signal: AbortSignal.timeout(5000) });
const targets = ["one", "two"].map((name) => ({
  name,
  destination: { url: "rtmp://live.example.com/app", streamKey: `planted-${name}` },
}));
/** What others have there, under the same name. */
const theirs: NewStream = { name: "Show", enabled: true, targets: [] };

/** A store to which nothing is written any more after so many writes, as if the process had died. */
function dyingStore(store: Store, left: { writes: number }): Store {
  return {
    ...store,
    write: (unit) => {
      left.writes -= 1;
      return left.writes < 0 ? Promise.reject(new MultistreamError("provider_unavailable", "dead")) : store.write(unit);
    },
  };
}

async function streamsAt(adapter: ProviderAdapter): Promise<string[]> {
  return (await adapter.streams.list({ limit: 10 }, context())).data.map(({ id }) => id);
}

/** A relay forgets everything with its process. */
async function afterDeath(before: Sides["providers"]): Promise<Sides["providers"]> {
  return { ...before, selfhost: (await makeSides()).providers.selfhost };
}

async function untilMoved({ control }: TestControl, id: string): Promise<void> {
  // Refused while it goes on, so the end of that is the end of the switch.
  for (let tries = 0; tries < 2000; tries += 1) {
    const renamed = await control.streams.update(id, { name: `Show ${tries}` }).catch(() => undefined);
    if (renamed) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Dies after so many writes of a switch and starts again. @returns did it come to an end before? */
async function dieAfter(writes: number, from: SideName, to: SideName): Promise<boolean> {
  const { providers: before } = await makeSides();
  const left = { writes: Infinity };
  const first = await openTestControl(before, { wrapStore: (store) => dyingStore(store, left) });
  const { stream } = await first.control.streams.create({ provider: from, name: "Show", targets });
  const others = to === "selfhost" ? [] : [(await before[to].streams.create(theirs, context())).stream.id];
  left.writes = writes;
  const isDone = await first.control.streams.switch(stream.id, { provider: to, dryRun: false }).then(
    () => true,
    () => false,
  );
  const survived = left.writes >= 0;
  await first.close();

  const providers = await afterDeath(before);
  const second = await openTestControl(providers, { dataDir: first.dataDir });
  try {
    await untilMoved(second, stream.id);
    const after = await second.control.streams.get(stream.id);
    expect([to, ...(isDone ? [] : [from])]).toContain(after.provider);
    const here = after.provider === to ? to : from;
    const there = here === to ? from : to;
    const at = after.bindings?.[0]?.id ?? "";
    expect([after.pending, after.notices]).toEqual([undefined, []]);
    expect(after.targets?.map(({ name, enabled, pending }) => ({ name, enabled, pending }))).toEqual([
      { name: "one", enabled: true, pending: undefined },
      { name: "two", enabled: true, pending: undefined },
    ]);
    expect((await streamsAt(providers[here])).toSorted()).toEqual([at, ...(here === to ? others : [])].toSorted());
    expect(await streamsAt(providers[there])).toEqual(there === to ? others : []);
    const { name, targets: sending = [] } = await providers[here].streams.get(at, context());
    expect([name, ...sending.map(({ enabled }) => enabled)]).toEqual([after.name, true, true]);
  } finally {
    await second.close();
    rmSync(first.dataDir, { recursive: true, force: true });
  }
  return survived;
}

const names = ["mux", "livepeer", "castr", "selfhost"] as const;
const ways = names.flatMap((from) => names.filter((to) => to !== from).map((to) => ({ from, to })));

test.each(ways)(
  "who dies at any moment of a switch from $from to $to goes on after the start",
  async ({ from, to }) => {
    let writes = 0;
    while (!(await dieAfter(writes, from, to))) writes += 1;
    expect(writes).toBeGreaterThan(3);
  },
  60_000,
);
