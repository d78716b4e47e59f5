import { MultistreamError } from "@polycast/core";
import { expect, test } from "vitest";
import { getMeta } from "../store/meta.ts";
import type { Reading } from "../store/index.ts";
import { plant } from "./planted-items.test.support.ts";
import { openReceiving, states } from "./processes.test.support.ts";
import { openBeside, turns, until } from "./test-inbox.test.support.ts";

test("what is another process's by now is settled by that one alone", async () => {
  const world = await openReceiving();
  // What was planted cannot be opened: it is quarantined by whoever looks at it.
  await plant(world.store, 1, world.clock.now(), { state: "received" });
  let isOurs = false;
  let asked = 0;
  const fence = () =>
    function* (): Reading<void> {
      yield* getMeta("any");
      asked += 1;
      if (!isOurs) throw new MultistreamError("conflict", "Another process has taken over.");
    };
  await openBeside(world, { clock: world.clock, fence });
  await until(() => asked > 0);
  await turns();
  expect(await states(world)).toEqual(["fake received"]);
  isOurs = true;
  world.clock.advance(15_000);
  await until(async () => (await states(world))[0] === "fake quarantined");
});
