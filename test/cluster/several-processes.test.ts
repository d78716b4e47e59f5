import { setTimeout as delay } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFailed, test } from "vitest";
import * as z from "zod";
import { listEvents } from "../events/check-storm.ts";
import { inState } from "../harness/api.ts";
import { clip } from "../harness/clip.ts";
import { compareFrames } from "../harness/compare-frames.ts";
import { hasPostgres } from "../harness/database.ts";
import { eventFollower } from "../harness/event-follower.ts";
import { readFrames } from "../harness/frames.ts";
import { nginxRtmp } from "../harness/nginx-rtmp.ts";
import { hasTools } from "../harness/require-tool.ts";
import { waitFor } from "../harness/wait-for.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import { endOfLog, onAir } from "./stage.ts";

const HELD_MS = 2_000;
const STOPPED_MS = 30_000;
/** For as long after it goes on as a relay could take to write what it still had. */
const WATCHED_MS = 5_000;
/** A lease that was not given back would be waited for longer than this. */
const AT_ONCE_MS = 8_000;
/** Longer than every lease; `POLYCAST_TEST_OUTAGE_SECONDS` makes it another. */
const OUTAGE_MS = Number(process.env["POLYCAST_TEST_OUTAGE_SECONDS"] ?? "15") * 1_000;
const ENOUGH_BYTES = 100_000;
/** Of video alone, in the clip. */
const FRAMES_PER_SECOND = 25;
const pageSchema = z.object({ data: z.array(z.object({ id: z.string() })), cursor: z.string() });

describe.skipIf(!hasPostgres() || !hasTools("ffmpeg", "nginx-rtmp"))(
  "two gateways and two relays over one PostgreSQL",
  () => {
    let cluster: Cluster;
    let stack: AsyncDisposableStack;
    beforeAll(async () => {
      cluster = await startCluster({ drainSeconds: 2, env: { POLYCAST_LOG_LEVEL: "warn" } });
    }, 120_000);
    afterAll(() => cluster[Symbol.asyncDispose]());
    beforeEach(() => {
      stack = new AsyncDisposableStack();
      onTestFailed(() => console.error(cluster.logs()));
    });
    afterEach(() => stack.disposeAsync());

    test("two that write at the same time hide no event from a reader while the transaction of one is held", async () => {
      const [slow, quick] = cluster.gateways;
      const cursor = await endOfLog(cluster);
      const followers = cluster.gateways.map(({ url }) => stack.use(eventFollower(url, cluster.apiKey, cursor)));
      const { stream: ofSlow } = await slow.api.createStream({ name: "slow" });
      const { stream: ofQuick } = await quick.api.createStream({ name: "quick" });
      // Whoever pages goes on behind what it has read: an event that comes up before that is never seen.
      const paged: string[] = [];
      let position = cursor;
      const page = async (): Promise<void> => {
        const path = `/v1/events?limit=100&after=${encodeURIComponent(position)}`;
        const { data, cursor: next } = pageSchema.parse(JSON.parse(await quick.api.text("GET", path)));
        paged.push(...data.map(({ id }) => id));
        position = next;
      };

      // The event is written by then, and its COMMIT does not arrive.
      const held = { isOver: false };
      const [link] = cluster.databaseLinks;
      const released = link?.holdAt("COMMIT", "slow, renamed", HELD_MS).then(() => (held.isOver = true));
      const late = slow.api.text("PATCH", `/v1/streams/${ofSlow.id}`, { name: "slow, renamed" });
      let renamed = 0;
      for (; !held.isOver; renamed += 1) {
        await quick.api.text("PATCH", `/v1/streams/${ofQuick.id}`, { name: `quick ${renamed}` });
        await page();
      }
      await Promise.all([late, released]);
      expect(renamed, "the other one must have written meanwhile").toBeGreaterThan(3);

      const log = await waitFor("the log to be whole", async () => {
        const events = await listEvents(quick.api, cursor);
        return events.length >= renamed + 3 && events;
      });
      const ids = log.map(({ id }) => id);
      expect(log.filter(({ streamId }) => streamId === ofSlow.id).map(({ type }) => type)).toEqual([
        "stream.created",
        "stream.updated",
      ]);
      await waitFor("the reader to reach the end", async () => {
        await page();
        return paged.length >= ids.length;
      });
      expect(paged).toEqual(ids);
      for (const follower of followers) {
        await waitFor("a follower to have it all", () => follower.ids.length >= ids.length);
        expect(follower.ids).toEqual(ids);
      }
    }, 60_000);

    test("a relay that is asked to end gives its stream to the other one", async () => {
      const [a, b] = cluster.relays;
      const [{ api }] = cluster.gateways;
      const stage = await onAir(stack, cluster, a);

      a.signal("SIGTERM");
      await waitFor("the relay to say that it is not ready", async () => !(await a.isReady()));
      cluster.leadTo(b);
      expect(await a.ended()).toBe(0);
      const first = stage.sink.of("key")[0];
      await stage.media(1, AT_ONCE_MS);
      await a.start();
      expect(first?.endedAt).toBeDefined();
      expect(stage.sink.publications).toHaveLength(2);
      expect([...stage.sink.doubles, ...stage.sink.overtaken]).toEqual([]);
      await api.waitForTarget(stage.target, inState("live"));

      const { ids, types } = await stage.events();
      for (const follower of stage.followers) expect(follower.ids).toEqual(ids);
      expect(types).not.toContain("target.unknown");
    }, 60_000);

    test("a gateway that is asked to end gives its duties to the other one", async () => {
      const [a] = cluster.relays;
      const [one, two] = cluster.gateways;
      const stage = await onAir(stack, cluster, a);
      // Whichever of them has the duties.
      for (const [ending, staying] of [
        [one, two],
        [two, one],
      ] as const) {
        const exit = ending.stop();
        await staying.api.updateTarget(stage.target, { enabled: false });
        await staying.api.waitForTarget(stage.target, inState("disabled"), AT_ONCE_MS);
        expect(await exit).toBe(0);
        await staying.api.updateTarget(stage.target, { enabled: true });
        await staying.api.waitForTarget(stage.target, inState("live"), AT_ONCE_MS);
        await ending.start();
      }
      const { ids } = await stage.events();
      for (const follower of stage.followers) expect(follower.ids).toEqual(ids);
    }, 90_000);

    test(
      "a database that is away for long costs no frame of what runs, and everything works again after",
      async () => {
        const [a] = cluster.relays;
        const [one, two] = cluster.gateways;
        const nginx = stack.use(await nginxRtmp({ sink: { record: true } }));
        const stage = await onAir(stack, cluster, a);
        const more = { name: "b", destination: { url: nginx.url("sink"), streamKey: "b" } };
        await one.api.createTarget(stage.stream.id, more);
        await nginx.waitForStream("sink/b", ENOUGH_BYTES);

        for (const link of cluster.databaseLinks) link.cut();
        await delay(OUTAGE_MS / 2);
        await expect(two.api.updateTarget(stage.target, { name: "renamed" })).rejects.toThrow(/answered 503/u);
        await delay(OUTAGE_MS / 2);
        for (const link of cluster.databaseLinks) link.restore();

        const renamed = await waitFor("the database to be there again", () =>
          two.api.updateTarget(stage.target, { name: "renamed again" }),
        );
        expect(renamed.name).toBe("renamed again");
        for (const { api } of cluster.gateways) await api.waitForTarget(stage.target, inState("live"));
        await one.api.updateTarget(stage.target, { enabled: false });
        await two.api.waitForTarget(stage.target, inState("disabled"));
        const { ids } = await stage.events();
        for (const follower of stage.followers) expect(follower.ids).toEqual(ids);

        await stage.encoder.stop();
        await nginx.waitForEnd("sink/b");
        expect(stage.encoder.starts).toBe(1);
        expect(stage.sink.publications).toHaveLength(1);
        const source = await readFrames(await clip("small"));
        const [recording = "", ...others] = await nginx.recordings("sink/b");
        expect(others).toEqual([]);
        for (const got of [stage.sink.publications[0]?.frames ?? [], await readFrames(recording)]) {
          const result = compareFrames(source, got);
          expect(result.frames).toBeGreaterThan((OUTAGE_MS / 1_000) * FRAMES_PER_SECOND);
          expect(result).toMatchObject({ longestRun: result.frames, lost: 0, misplaced: 0, foreign: 0 });
        }
      },
      60_000 + OUTAGE_MS,
    );

    test("a relay that stood still for 30 s writes nothing beside the one that took over", async () => {
      const [a, b] = cluster.relays;
      const [{ api }] = cluster.gateways;
      const stage = await onAir(stack, cluster, a);

      a.signal("SIGSTOP");
      const stoppedAt = performance.now();
      cluster.leadTo(b);
      await stage.encoder.drop();
      await stage.media(1, 40_000);
      const [stopped] = stage.sink.publications;
      const before = stopped?.messages;
      await delay(Math.max(0, STOPPED_MS - (performance.now() - stoppedAt)));
      a.signal("SIGCONT");
      await waitFor("the relay to be ready again", () => a.isReady());
      await delay(WATCHED_MS);

      expect(stage.sink.overtaken).toEqual([]);
      expect(stopped?.messages).toBe(before);
      expect(stopped?.endedAt, "what it held must be closed").toBeDefined();
      expect(stage.sink.publications).toHaveLength(2);
      expect(stage.sink.publications[1]?.endedAt).toBeUndefined();
      await api.waitForTarget(stage.target, inState("live"));
    }, 120_000);
  },
);
