import { rmSync } from "node:fs";
import { MultistreamError, type ProviderAdapter } from "@polycast/core";
import { expect, test } from "vitest";
import type { Store } from "../../store/index.ts";
import { openTestControl } from "../test-control.test.support.ts";
import { makeSides } from "./sides.test.support.ts";

const context = () => ({ signal: AbortSignal.timeout(5000) });
const targets = ["one", "two"].map((name) => ({
  name,
  destination: { url: "rtmp://live.example.com/app", streamKey: `planted-${name}` },
}));

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

/** Dies after so many writes of a switch and starts again. @returns did it come to an end before? */
async function dieAfter(writes: number, from: "mux" | "livepeer", to: "mux" | "livepeer"): Promise<boolean> {
  const { selfhost: _none, castr: _neither, ...providers } = (await makeSides()).providers;
  const left = { writes: Infinity };
  const first = await openTestControl(providers, { wrapStore: (store) => dyingStore(store, left) });
  const { stream } = await first.control.streams.create({ provider: from, name: "Show", targets });
  left.writes = writes;
  const isDone = await first.control.streams.switch(stream.id, { provider: to, dryRun: false }).then(
    () => true,
    () => false,
  );
  const survived = left.writes >= 0;
  await first.close();

  const second = await openTestControl(providers, { dataDir: first.dataDir });
  try {
    const { streams } = second.control;
    // Refused while it goes on, so the end of that is the end of the switch.
    for (let tries = 0; tries < 2000; tries += 1) {
      const renamed = await streams.update(stream.id, { name: `Show ${tries}` }).catch(() => undefined);
      if (renamed) break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const after = await streams.get(stream.id);
    const at = after.bindings?.[0]?.id ?? "";
    const [here, there] = after.provider === "mux" ? (["mux", "livepeer"] as const) : (["livepeer", "mux"] as const);
    expect(after.targets?.map(({ name, enabled, pending }) => ({ name, enabled, pending }))).toEqual([
      { name: "one", enabled: true, pending: undefined },
      { name: "two", enabled: true, pending: undefined },
    ]);
    expect(await streamsAt(providers[here])).toEqual([at]);
    expect(await streamsAt(providers[there])).toEqual([]);
    const sending = await providers[here].targets.list(at, context());
    expect(sending.map(({ enabled }) => enabled)).toEqual([true, true]);
    expect([to, ...(isDone ? [] : [from])]).toContain(after.provider);
  } finally {
    await second.close();
    rmSync(first.dataDir, { recursive: true, force: true });
  }
  return survived;
}

test.each([
  ["mux", "livepeer"],
  ["livepeer", "mux"],
] as const)(
  "who dies at any moment of a switch from %s to %s goes on after the start",
  async (from, to) => {
    let writes = 0;
    while (!(await dieAfter(writes, from, to))) writes += 1;
    expect(writes).toBeGreaterThan(4);
  },
  60_000,
);
