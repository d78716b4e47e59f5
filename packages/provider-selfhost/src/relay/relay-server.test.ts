import { afterEach, describe, expect, test } from "vitest";
import { hashStreamKey } from "../ingest/stream-key.ts";
import { connectPublisher } from "../rtmp/client.ts";
import { TEST_CERTIFICATE } from "../rtmp/testing/test-certificate.ts";
import { aWantedStream, aWantedTarget, createRelayStage, settle } from "../testing/relay-stage.ts";
import { RelayServer, type ServedStream } from "./relay-server.ts";
import type { RelaySettings } from "./messages.ts";

let cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of cleanUp.splice(0).toReversed()) await step();
  cleanUp = [];
});

function setUp(differences: Partial<RelaySettings> = {}) {
  const stage = createRelayStage();
  const settings = { host: "127.0.0.1", rtmpPort: 0, allowPrivateTargets: true, reconnectWindowMs: 60_000 };
  const relay = new RelayServer({ ...settings, ...differences }, stage);
  cleanUp.push(() => relay.close());
  const publish = async (port: number, streamName: string) => {
    const where = { host: "127.0.0.1", port, app: "live", tcUrl: `rtmp://127.0.0.1:${port}/live` };
    const connection = await connectPublisher({ ...where, streamName });
    cleanUp.push(() => connection.destroy());
    return connection;
  };
  return { ...stage, relay, publish };
}

describe("a publisher", () => {
  test("is admitted by its key, with or without a query behind it", async () => {
    const { relay, publish, logged } = setUp();
    relay.put(aWantedStream());
    const { rtmp } = await relay.open();
    const first = await publish(rtmp, "ik_1");
    await first.close();
    await publish(rtmp, "ik_1?backup=1&user=x");
    expect(logged.filter(([, message]) => message === "an encoder publishes")).toHaveLength(2);
  });

  test("with an unknown key is refused, and logged without it", async () => {
    const { relay, publish, logged } = setUp();
    relay.put(aWantedStream());
    const { rtmp } = await relay.open();
    for (const wrong of ["ik_canary", "ik_canary?ik_1", "IK_1", "ik_1x"]) {
      await expect(publish(rtmp, wrong)).rejects.toMatchObject({ code: "NetStream.Publish.Denied" });
    }
    expect(logged[0]).toEqual(["warn", "an encoder was refused: unknown stream key", { from: "127.0.0.1" }]);
    expect(JSON.stringify(logged)).not.toMatch(/canary/iu);
  });

  test("goes to its own stream, and to none that was removed or has another key by now", async () => {
    const { relay, publish, observations } = setUp();
    relay.put(aWantedStream({ id: "s1", keyHash: hashStreamKey("one") }));
    relay.put(aWantedStream({ id: "s2", keyHash: hashStreamKey("two") }));
    const { rtmp } = await relay.open();
    await publish(rtmp, "two");
    relay.put(aWantedStream({ id: "s1", keyHash: hashStreamKey("three") }));
    await expect(publish(rtmp, "one")).rejects.toMatchObject({ code: "NetStream.Publish.Denied" });
    await publish(rtmp, "three");
    await relay.remove("s2");
    await expect(publish(rtmp, "two")).rejects.toMatchObject({ code: "NetStream.Publish.Denied" });
    expect(observations.every(({ kind }) => kind === "stream")).toBe(true);
  });

  test("over RTMPS meets the same streams", async () => {
    const { relay, logged } = setUp({ rtmps: { port: 0, ...TEST_CERTIFICATE } });
    relay.put(aWantedStream());
    const { rtmps } = await relay.open();
    const connection = await connectPublisher({
      host: "localhost",
      address: "127.0.0.1",
      port: rtmps ?? 0,
      tls: { ca: TEST_CERTIFICATE.cert },
      app: "live",
      tcUrl: `rtmps://localhost:${rtmps}/live`,
      streamName: "ik_1",
    });
    await connection.close();
    expect(logged.map(([, message]) => message)).toEqual(["an encoder publishes", "the encoder is gone"]);
  });
});

test("a key that two streams have had belongs to the one that had it last", async () => {
  const { relay, publish } = setUp();
  const keyHash = hashStreamKey("shared");
  relay.put(aWantedStream({ id: "s1", keyHash }));
  relay.put(aWantedStream({ id: "s2", keyHash }));
  const { rtmp } = await relay.open();
  await relay.remove("s1");
  await expect(publish(rtmp, "shared")).resolves.toBeDefined();
});

test("a stream that is removed and wanted again waits for its old connections", async () => {
  const { relay, pushers } = setUp();
  relay.put(aWantedStream({ targets: [aWantedTarget("a")] }));
  const removed = relay.remove("s");
  relay.put(aWantedStream({ targets: [aWantedTarget("a")] }));
  expect(pushers).toHaveLength(1);
  pushers[0]?.finish();
  await removed;
  expect(pushers.map(({ isOpen }) => isOpen)).toEqual([false, true]);
  const again = relay.remove("s");
  pushers[1]?.finish();
  await again;
  relay.put(aWantedStream({ targets: [aWantedTarget("a")] }));
  expect(pushers).toHaveLength(3);
  pushers[2]?.finish();
});

test("what is not there cannot be ended, restarted or removed, and nothing comes of it", async () => {
  const { relay, observations } = setUp();
  relay.end("nobody");
  relay.restart("nobody", "nothing");
  await relay.remove("nobody");
  expect(observations).toEqual([]);
});

/** A relay over streams that only count how often they are looked after. */
async function lookingAfter(ids: readonly string[]) {
  const stage = createRelayStage();
  const looks: string[] = [];
  const reports: string[] = [];
  const createStream = ({ id }: { id: string }): ServedStream => ({
    keyHash: id,
    sessionId: undefined,
    isOurs: true,
    lose: () => undefined,
    handOver: async () => undefined,
    passOn: async () => undefined,
    tellAgain: () => undefined,
    put: () => undefined,
    restart: () => undefined,
    end: () => undefined,
    publish: async () => ({ accept: false, code: "NetStream.Publish.Denied", description: "No." }),
    close: async () => undefined,
    lookForSilence: () => {
      if (id === "bad") throw new Error("broken");
      looks.push(id);
    },
    tellNumbers: () => void reports.push(id),
  });
  const settings = { host: "127.0.0.1", rtmpPort: 0, allowPrivateTargets: true, reconnectWindowMs: 0 };
  const relay = new RelayServer(settings, { ...stage, createStream });
  cleanUp.push(() => relay.close());
  for (const id of ids) relay.put(aWantedStream({ id }));
  await relay.open();
  return { ...stage, relay, looks, reports };
}

describe("every stream", () => {
  test("is looked after four times a second, and tells its numbers every two", async () => {
    const { clock, looks, reports } = await lookingAfter(["s"]);
    clock.advance(4_000);
    expect([looks.length, reports.length]).toEqual([16, 2]);
  });

  test("is not taken for silent because the relay itself was held up", async () => {
    const { clock, looks } = await lookingAfter(["s"]);
    clock.stall(10_000);
    expect(looks).toHaveLength(0);
    clock.advance(250);
    expect(looks).toHaveLength(1);
  });

  test("is looked after also when another one fails", async () => {
    const { clock, looks, logged } = await lookingAfter(["bad", "good"]);
    clock.advance(500);
    expect(looks).toEqual(["good", "good"]);
    expect(logged).toContainEqual(["error", "a stream could not be looked after", { error: "Error: broken" }]);
  });
});

describe("opening", () => {
  test("fails with the system's code when a port is taken", async () => {
    const { relay } = setUp();
    const { rtmp } = await relay.open();
    await expect(setUp({ rtmpPort: rtmp }).relay.open()).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  test("that fails with the second port leaves the first to others once it is closed", async () => {
    const taken = await setUp().relay.open();
    const half = setUp({ rtmps: { port: taken.rtmp, ...TEST_CERTIFICATE } });
    await expect(half.relay.open()).rejects.toMatchObject({ code: "EADDRINUSE" });
    await half.relay.close();
    half.clock.advance(5_000);
  });
});

test("close ends sessions cleanly before it lets go of the connections", async () => {
  const { relay, publish, told, logged } = setUp();
  relay.put(aWantedStream());
  const { rtmp } = await relay.open();
  const connection = await publish(rtmp, "ik_1");
  const closed = new Promise((resolve) => connection.onClose(resolve));
  await relay.close();
  await closed;
  await settle();
  expect(told()).toEqual(["idle"]);
  expect(logged.map(([, message]) => message)).toEqual(["an encoder publishes"]);
});
