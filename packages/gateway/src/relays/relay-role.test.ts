import { expect, onTestFinished, test } from "vitest";
import { toHttpClock } from "../control/clock.ts";
import { pass, shareStore } from "../control/duties/shared-store.test.support.ts";
import { getRelayStream } from "../store/index.ts";
import { temporaryStore } from "../store/temporary-store.test.support.ts";
import { sharedStore, storedStream } from "./relay-records.test.support.ts";
import { createRelayRole } from "./relay-role.ts";

async function besideAnother() {
  const { store, sealer, clock, port, relay, reports } = sharedStore(temporaryStore());
  await port.put(storedStream());
  const dead = relay("dead");
  await dead.lease.renew();
  await dead.ownership.claim("s1", new AbortController().signal);
  const view = shareStore(store);
  const role = createRelayRole({
    instance: "selfhost",
    store: view.store,
    sealer,
    log: () => undefined,
    clock: toHttpClock(clock),
    settings: { host: "127.0.0.1", rtmpPort: 0 },
  });
  onTestFinished(() => role.close());
  await role.start();
  const isReleased = async () => (await store.read(() => getRelayStream("s1")))?.released;
  return { isReleased, reports, view, pass: (ms: number) => pass(ms, [clock], view) };
}

test("a relay says of another's stream that it is over, when that one is dead and the encoder came to none", async () => {
  const { isReleased, reports, pass } = await besideAnother();
  await pass(60_000);
  expect([await isReleased(), await reports()]).toEqual([false, []]);
  await pass(20_000);
  expect([await isReleased(), (await reports()).length]).toEqual([true, 1]);
});

test("a relay that could not reach the store itself gives the others time to be heard of again", async () => {
  const { isReleased, view, pass } = await besideAnother();
  await pass(30_000);
  view.cut(true);
  await pass(55_000);
  view.cut(false);
  await pass(10_000);
  expect(await isReleased()).toBe(false);
  await pass(10_000);
  expect(await isReleased()).toBe(true);
});
