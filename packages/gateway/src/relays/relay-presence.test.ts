import { expect, test } from "vitest";
import { engines } from "../store/contract/engines.test.support.ts";
import { acquireLease, notify, releaseLease } from "../store/index.ts";
import { createRelayPresence } from "./relay-presence.ts";

test.each(engines)("on $name a relay that runs again is told of once, where one was missed", async (engine) => {
  const store = await engine.open();
  let now = 1_000_000;
  const presence = createRelayPresence({ store, now: () => now, log: () => undefined });
  let back = 0;
  presence.onBack(() => (back += 1));
  const renew = (name: string, isBack: boolean) =>
    store.write(function* () {
      yield* acquireLease(name, "a", now, 10_000);
      if (isBack) yield* notify("leases", name);
    });
  const refusal = { code: "provider_unavailable", outcome: "not_applied", retryable: true };

  await expect(presence.assert()).rejects.toMatchObject(refusal);
  await renew("observe:selfhost", true);
  await expect(presence.assert()).rejects.toMatchObject(refusal);
  await renew("relay:a", true);
  await expect.poll(() => back).toBe(1);
  await presence.assert();
  // By another machine's clock it may be good for some seconds more.
  now += 14_000;
  await presence.assert();
  now += 2_000;
  await expect(presence.assert()).rejects.toMatchObject(refusal);
  await renew("relay:a", true);
  await expect.poll(() => back).toBe(2);
  await store.write(() => releaseLease("relay:a", "a"));
  await expect(presence.assert()).rejects.toMatchObject(refusal);
  expect(back).toBe(2);
});
