import { selfhost } from "@polycast/selfhost";
import { expect, test } from "vitest";
import { sharedStore, storedStream } from "./relay-records.test.support.ts";
import { createRelayLink } from "./relay-link.ts";
import { shareRelays } from "./share-relays.ts";
import { temporaryStore } from "../store/temporary-store.test.support.ts";

test("the relay's adapter is put on the store, with the settings that it was made with", async () => {
  const { port } = sharedStore(temporaryStore());
  const made = selfhost({ publicHost: "live.example.com", rtmpPort: 1935, reconnectWindowMs: 5 });
  const { providers, relays, unread } = shareRelays({ own: made }, { rtmpPort: 1 });
  expect([relays?.instance, relays?.settings, unread]).toEqual([
    "own",
    { publicHost: "live.example.com", rtmpPort: 1935, reconnectWindowMs: 5 },
    undefined,
  ]);
  relays?.link?.connect(port);
  await port.put(storedStream());
  const context = { signal: new AbortController().signal };
  expect(await providers["own"]?.streams.get("s1", context)).toMatchObject({ id: "s1", status: { state: "idle" } });
});

test("one that another copy of its package has made gets the gateway's settings, and that is said", () => {
  const { relays, unread } = shareRelays({ selfhost: { ...selfhost({ reconnectWindowMs: 5 }) } }, { rtmpPort: 7 });
  expect([relays?.settings, unread]).toEqual([{ rtmpPort: 7 }, true]);
});

test("one that has a port of its own keeps it", () => {
  const own = selfhost({ port: createRelayLink().port });
  expect(shareRelays({ own }, {})).toEqual({ providers: { own } });
});

test("there is one at most, and there need not be one", () => {
  const fault = expect.objectContaining({
    code: "invalid_argument",
    issues: [expect.objectContaining({ path: "providers.b" })],
  });
  expect(() => shareRelays({ a: selfhost(), b: selfhost() }, {})).toThrow(fault);
  expect(shareRelays({}, {})).toEqual({ providers: {} });
});

test("before the store is open nothing can be asked", async () => {
  const { port, connect } = createRelayLink();
  const shut = { code: "provider_unavailable", outcome: "not_applied" };
  await expect(port.get("s1")).rejects.toMatchObject(shut);
  await expect(port.remove("s1")).rejects.toMatchObject(shut);
  connect(sharedStore(temporaryStore()).port);
  expect(await port.get("s1")).toBeUndefined();
});
