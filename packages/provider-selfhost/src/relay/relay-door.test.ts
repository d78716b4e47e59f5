import { describe, expect, test } from "vitest";
import { createFakeSpawn, type FakeRelay } from "../testing/fake-relay.ts";
import { createManualClock } from "../testing/manual-clock.ts";
import { settle } from "../testing/relay-stage.ts";
import { RelayClient } from "./relay-client.ts";
import { RelayDoor } from "./relay-door.ts";

function setUp(prepare?: (relay: FakeRelay, index: number) => void) {
  const clock = createManualClock();
  const { spawn, relays } = createFakeSpawn(prepare);
  const settings = { host: "127.0.0.1", rtmpPort: 0, allowPrivateTargets: false, reconnectWindowMs: 0 };
  const door = new RelayDoor(
    () =>
      new RelayClient(
        {
          settings,
          wanted: () => [],
          note: () => undefined,
          tell: () => undefined,
          disconnected: () => [],
          givenUp: () => [],
          log: () => undefined,
        },
        { spawn, clock },
      ),
  );
  return { clock, door, relays };
}

describe("a relay's door", () => {
  test("opens once, however many ask", async () => {
    const { door, relays } = setUp();
    expect(door.client).toBeUndefined();
    const [first, second] = await Promise.all([door.open(), door.open()]);
    expect(first).toBe(second);
    expect(await door.enter()).toBe(first);
    expect(relays).toHaveLength(1);
  });

  test("tries again after a failure when somebody asks", async () => {
    const { door, relays } = setUp((relay, index) => (relay.answers = index === 0 ? "failure" : "done"));
    await expect(door.open()).rejects.toMatchObject({ code: "conflict" });
    expect(door.client).toBeUndefined();
    await door.open();
    expect(relays).toHaveLength(2);
  });

  test("that cannot be made because of a setting fails each time", async () => {
    const door = new RelayDoor(() => {
      throw new Error("bad setting");
    });
    await expect(door.open()).rejects.toThrow("bad setting");
    await expect(door.enter()).rejects.toThrow("bad setting");
    await door.close();
  });

  test("lets nobody in who wants to change something while the relay is down", async () => {
    const { clock, door, relays } = setUp();
    await door.open();
    relays[0]?.die();
    await settle();
    await expect(door.enter()).rejects.toMatchObject({ code: "provider_unavailable", outcome: "not_applied" });
    expect(await door.open(), "its ports are still known").toBe(door.client);
    clock.advance(250);
    await settle();
    expect((await door.enter()).isUp).toBe(true);
  });

  test("stays closed, also for those who were on their way in", async () => {
    const { door, relays } = setUp();
    const entering = door.enter();
    const closing = door.close();
    await expect(entering).rejects.toMatchObject({ code: "provider_unavailable", retryable: false });
    await closing;
    expect(relays[0]?.isTerminated).toBe(true);
    await expect(door.open()).rejects.toMatchObject({ message: "The relay was closed." });
    await door.close();
    expect(relays).toHaveLength(1);
  });

  test("does not wait for a relay that never opens", async () => {
    const { clock, door, relays } = setUp((relay) => (relay.answers = "silence"));
    const opening = Promise.allSettled([door.open()]);
    const closing = door.close();
    clock.advance(5_000);
    await closing;
    expect(await opening).toMatchObject([{ status: "rejected", reason: { retryable: false } }]);
    expect(relays[0]?.isTerminated).toBe(true);
  });

  test("closes also if it was never opened", async () => {
    const { door, relays } = setUp();
    await door.close();
    expect(relays).toHaveLength(0);
  });
});
