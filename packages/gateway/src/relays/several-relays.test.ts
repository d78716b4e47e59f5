import { once } from "node:events";
import type { Observation } from "@polycast/core";
import type { StreamObservation } from "@polycast/core/provider";
import { describe, expect, test, vi } from "vitest";
import { databaseProxy } from "../store/contract/database-proxy.test.support.ts";
import { testServer } from "../store/contract/temporary-database.test.support.ts";
import { encoder, relayStage } from "./relay-stage.test.support.ts";

const TIMEOUT_MS = 120_000;

describe.skipIf(testServer === undefined)("relays in processes of their own, over one database", () => {
  test(
    "one takes the stream, and a lost encoder goes on at the other, in the same session",
    async () => {
      const stage = await relayStage();
      const [a, b] = [await stage.relay(), await stage.relay()];
      const first = encoder(a.ingest);
      await stage.sink.mediaFrom(0);
      const owner = (await stage.row())?.owner;
      expect(await stage.row()).toMatchObject({ epoch: 1, released: false });

      first.drop();
      encoder(b.ingest);
      await stage.sink.mediaFrom(1);
      expect(await stage.row()).toMatchObject({ epoch: 2, released: false });
      expect((await stage.row())?.owner).not.toBe(owner);
      expect(stage.sink.mostAtOnce()).toBe(1);

      const told = (await stage.reported()).filter(({ kind }) => kind === "stream");
      const sessions = new Set(told.flatMap((one) => (one.kind === "stream" && one.session ? [one.session.id] : [])));
      expect(sessions.size).toBe(1);
      const sequences = told.map(({ sequence }) => sequence);
      expect(sequences).toEqual(sequences.toSorted((x, y) => x - y));
    },
    TIMEOUT_MS,
  );

  test(
    "one that is killed is followed when its lease is over, never beside it",
    async () => {
      const stage = await relayStage();
      const [a, b] = [await stage.relay(), await stage.relay()];
      encoder(a.ingest);
      await stage.sink.mediaFrom(0);
      const claimed = await stage.row();
      a.signal("SIGKILL");
      encoder(b.ingest);
      await stage.sink.mediaFrom(1);
      expect(await stage.row()).toMatchObject({ epoch: 2, released: false });
      expect((await stage.row())?.owner).not.toBe(claimed?.owner);
      expect(stage.sink.mostAtOnce()).toBe(1);
    },
    TIMEOUT_MS,
  );

  test(
    "one that was stopped for longer than its lease writes nothing when it goes on",
    async () => {
      const stage = await relayStage();
      const [a, b] = [await stage.relay(), await stage.relay()];
      const first = encoder(a.ingest);
      const stopped = await stage.sink.mediaFrom(0);
      a.signal("SIGSTOP");
      const before = stopped.messages;
      // What was under way to the sink has arrived when nothing has come for a while.
      await settled(() => stopped.messages);
      encoder(b.ingest);
      await stage.sink.mediaFrom(1);
      const last = stopped.messages;
      expect(last).toBeGreaterThanOrEqual(before);
      a.signal("SIGCONT");
      await vi.waitUntil(() => stopped.ended, { timeout: 40_000 });
      await first.ended;
      expect(stopped.messages).toBe(last);
      const again = stage.sink.publications[1]?.messages ?? 0;
      await vi.waitUntil(() => (stage.sink.publications[1]?.messages ?? 0) > again + 50, { timeout: 40_000 });
      expect(stage.sink.publications).toHaveLength(2);
      expect(await stage.row()).toMatchObject({ epoch: 2, released: false });
    },
    TIMEOUT_MS,
  );

  test(
    "one that cannot reach its store pushes on while media comes, and then lets go",
    async () => {
      const stage = await relayStage();
      const proxy = await databaseProxy(stage.url);
      const [a, b] = [await stage.relay(proxy.url), await stage.relay()];
      const first = encoder(a.ingest);
      const pushed = await stage.sink.mediaFrom(0);
      const owner = (await stage.row())?.owner;
      proxy.cut();
      // Its lease runs out, and what it pushes goes on.
      await stage.until(async () => !(await stage.leaseIsGood(owner)));
      const during = pushed.messages;
      await vi.waitUntil(() => pushed.messages > during + 50, { timeout: 20_000 });
      first.drop();
      await vi.waitUntil(() => pushed.ended, { timeout: 20_000 });
      // The stream may be another's by now: its encoder cannot come back here.
      await a.logged("the stream could not be given back");
      await encoder(a.ingest).ended;
      expect(stage.sink.publications).toHaveLength(1);
      encoder(b.ingest);
      await stage.sink.mediaFrom(1);
      expect(stage.sink.mostAtOnce()).toBe(1);

      proxy.restore();
      await stage.until(() => stage.leaseIsGood(owner));
      const again = stage.sink.publications[1]?.messages ?? 0;
      await vi.waitUntil(() => (stage.sink.publications[1]?.messages ?? 0) > again + 50, { timeout: 20_000 });
      expect(await stage.row()).toMatchObject({ epoch: 2, released: false });
      expect(stage.sink.publications).toHaveLength(2);
    },
    TIMEOUT_MS,
  );

  test(
    "one that is drained lets its session end, takes no other, and gives everything back",
    async () => {
      const stage = await relayStage();
      const a = await stage.relay();
      const first = encoder(a.ingest);
      const pushed = await stage.sink.mediaFrom(0);
      a.signal("SIGTERM");
      const before = pushed.messages;
      await vi.waitUntil(() => pushed.messages > before + 50, { timeout: 20_000 });
      const exited = once(a.process, "exit");
      first.quit();
      expect(await exited).toEqual([0, null]);
      expect(pushed.ended).toBe(true);
      expect(await stage.row()).toMatchObject({ released: true, left: { sequence: expect.any(Number) } });
      const told = (await stage.reported()).findLast(({ kind }) => kind === "stream");
      expect(told).toMatchObject({ ended: true, status: { state: "idle" } });
    },
    TIMEOUT_MS,
  );

  test(
    "one whose drain is over before its session leaves that to the relay that the encoder comes to",
    async () => {
      const stage = await relayStage();
      const [a, b] = [await stage.relay(), await stage.relay()];
      const first = encoder(a.ingest);
      const pushed = await stage.sink.mediaFrom(0);
      const exited = once(a.process, "exit");
      a.signal("SIGUSR2");
      expect(await exited).toEqual([0, null]);
      await first.ended;
      expect(pushed.ended).toBe(true);
      expect((await stage.reported()).findLast(isStream)).toMatchObject({
        status: { state: "reconnecting" },
        session: { id: expect.any(String) },
      });

      encoder(b.ingest);
      await stage.sink.mediaFrom(1);
      await stage.until(async () => (await stage.reported()).findLast(isStream)?.status.state === "live");
      const told = (await stage.reported()).filter(isStream);
      expect(told.filter(({ ended }) => ended)).toEqual([]);
      expect(new Set(told.flatMap((one) => (one.session ? [one.session.id] : []))).size).toBe(1);
      expect(stage.sink.mostAtOnce()).toBe(1);
    },
    TIMEOUT_MS,
  );
});

function isStream(observation: Observation): observation is StreamObservation {
  return observation.kind === "stream";
}

async function settled(count: () => number): Promise<void> {
  let last = -1;
  await vi.waitUntil(
    () => {
      const now = count();
      const isSame = now === last;
      last = now;
      return isSame;
    },
    { timeout: 10_000, interval: 500 },
  );
}
