import { MultistreamError } from "@polycast/core";
import { describe, expect, test } from "vitest";
import type { Store } from "../../../store/index.ts";
import { openWorld, tableLike, wish, type World } from "./world.test.support.ts";

/** A store of a process that dies before its nth write from now on: nothing is written any more. */
function mortal() {
  let left = Infinity;
  return {
    dieAfter: (writes: number) => (left = writes),
    wrapStore: (store: Store): Store => {
      left = Infinity;
      return {
        ...store,
        write: (unit) => {
          left -= 1;
          if (left >= 0) return store.write(unit);
          return Promise.reject(new MultistreamError("provider_unavailable", "It is dead.", { retryAfterMs: 1000 }));
        },
      };
    },
  };
}

const elsewhere = { url: "rtmp://c.example.com/app", streamKey: "key-of-c" } as const;

/** What is wanted, and what the provider has when that is so. */
const changes: readonly [string, (world: World) => Promise<unknown>, hosts: string[]][] = [
  [
    "a new target",
    async (world) => world.control().targets.create((await world.stream()).id, wish("n")),
    ["a", "b", "n"],
  ],
  ["off", (world) => world.update("a", { enabled: false }), ["b"]],
  ["another destination", (world) => world.update("a", { destination: elsewhere }), ["b", "c"]],
  [
    "gone",
    async (world) => {
      const { streamId, id } = await world.target("a");
      return world.control().targets.delete({ streamId, id });
    },
    ["b"],
  ],
];

describe.each(["mux", "livepeer", "castr", "selfhost"])("on a table like that of %s", async (provider) => {
  const table = await tableLike(provider);
  // Where there is a switch, one that is off is there all the same.
  const hasSwitch = table.target.disable.idle !== "refused";

  test.each(changes)(
    "a process that dies anywhere leaves nothing undone and nothing twice: %s",
    async (what, ask, hosts) => {
      for (let writes = 1; writes < 6; writes += 1) {
        const { dieAfter, wrapStore } = mortal();
        const world = await openWorld(table, [wish("a"), wish("b")], { wrapStore });
        dieAfter(writes);
        await ask(world).catch(() => undefined);
        await world.restart();
        world.clock.advance(10_000);
        const expected = what === "off" && hasSwitch ? ["a", "b"] : hosts;
        await expect.poll(async () => (await world.hosts()).toSorted()).toEqual(expected);
        await expect.poll(async () => (await world.stream()).targets?.filter(({ pending }) => pending)).toEqual([]);
        expect((await world.hosts()).toSorted()).toEqual(expected);
      }
    },
  );

  test("a call whose outcome is not known is looked after, and made once", async () => {
    const world = await openWorld(table, [wish("a")]);
    const { streamId } = await world.target("a");
    const lost = new MultistreamError("timeout", "No answer.", { outcome: "unknown" });
    world.fake.beforeAnswer("targets.create", () => Promise.reject(lost));
    await world.control().targets.create(streamId, wish("n"));
    world.clock.advance(1000);
    await world.settled("n");
    expect((await world.hosts()).toSorted()).toEqual(["a", "n"]);
    expect(world.fake.calls().filter((call) => call === "targets.create")).toHaveLength(1);
  });
});
