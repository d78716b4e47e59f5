import type { Observation } from "@polycast/core/provider";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hashStreamKey } from "../ingest/stream-key.ts";
import { checkOrder } from "../testing/check-order.ts";
import { aWantedStream, aWantedTarget, createRelayStage, FakeEncoder, settle } from "../testing/relay-stage.ts";
import type { WantedStream } from "./messages.ts";

/** A stream, and an encoder that publishes to it. */
async function onAir(wanted: Partial<WantedStream> = {}, reconnectWindowMs?: number) {
  const stage = createRelayStage(reconnectWindowMs);
  const stream = stage.createStream(aWantedStream(wanted));
  const encoder = new FakeEncoder();
  await encoder.publish(stream);
  encoder.frame();
  return { ...stage, stream, encoder };
}

function isEnd(observation: Observation): boolean {
  return observation.kind === "stream" && observation.ended === true;
}

/** Lets time pass with a look for silence every second. */
function wait(stage: Awaited<ReturnType<typeof onAir>>, seconds: number): void {
  for (let second = 0; second < seconds; second++) {
    stage.clock.advance(1_000);
    stage.stream.lookForSilence();
  }
}

describe("an encoder", () => {
  test("is live with its first frame, and idle when it says goodbye", async () => {
    const { told, encoder, sessions } = await onAir();
    encoder.leave("unpublished");
    expect(told()).toEqual(["idle", "live", "ended idle"]);
    expect(sessions()).toEqual([undefined, expect.any(String), sessions()[1]]);
  });

  test("that connects and sends nothing makes nothing live", async () => {
    const { createStream, told, hubs } = createRelayStage();
    const stream = createStream(aWantedStream());
    const encoder = new FakeEncoder();
    expect(await encoder.publish(stream)).toBe(true);
    encoder.metadata();
    encoder.leave();
    expect(told()).toEqual(["idle"]);
    expect(hubs[0]?.state).toBe("idle");
  });

  test("that loses its connection may return to its session", async () => {
    const stage = await onAir();
    stage.encoder.leave();
    stage.clock.advance(59_000);
    const returning = new FakeEncoder();
    expect(await returning.publish(stage.stream)).toBe(true);
    returning.frame();
    expect(stage.told()).toEqual(["idle", "live", "reconnecting", "live"]);
    expect(new Set(stage.sessions().slice(1)).size).toBe(1);
  });

  test("that is silent for 3 s counts as lost, and goes on over the same connection", async () => {
    const stage = await onAir();
    wait(stage, 2);
    expect(stage.told().at(-1)).toBe("live");
    wait(stage, 1);
    expect(stage.told().at(-1)).toBe("reconnecting");
    stage.encoder.frame();
    expect(stage.told()).toEqual(["idle", "live", "reconnecting", "live"]);
    expect(new Set(stage.sessions().slice(1)).size).toBe(1);
    expect(stage.encoder.disconnected).toBeUndefined();
  });

  test("that is silent for the whole window is sent away, and its session is over", async () => {
    const stage = await onAir();
    wait(stage, 3 + 60);
    expect(stage.told()).toEqual(["idle", "live", "reconnecting", "ended idle"]);
    expect(stage.encoder.disconnected).toBe("server_closed");
    expect(stage.hubs[0]?.state, "what failed in this session may be tried in the next").toBe("idle");
    stage.encoder.frame();
    expect(stage.told().at(-1)).toBe("ended idle");
  });

  test("without a window, silence ends its session, and the next one is let in at once", async () => {
    const stage = await onAir({}, 0);
    wait(stage, 3);
    expect(stage.told()).toEqual(["idle", "live", "ended idle"]);
    expect(stage.encoder.disconnected).toBe("server_closed");
    const next = new FakeEncoder();
    expect(await next.publish(stage.stream)).toBe(true);
    next.frame();
    expect(stage.told().at(-1)).toBe("live");
  });
});

describe("a second encoder with the key", () => {
  test("is refused while the first delivers", async () => {
    const stage = await onAir();
    const second = new FakeEncoder();
    const answer = second.publish(stage.stream);
    stage.encoder.frame();
    expect(await answer).toBe(false);
    expect(second.refused).toBe("NetStream.Publish.BadName");
    expect(stage.logged.at(-1)).toEqual([
      "warn",
      "an encoder was refused: another one is publishing",
      expect.anything(),
    ]);
  });

  test("takes the place of a first that has fallen silent, in the same session", async () => {
    const stage = await onAir();
    stage.clock.advance(1_000);
    const second = new FakeEncoder();
    const answer = second.publish(stage.stream);
    stage.clock.advance(2_000);
    expect(await answer).toBe(true);
    second.frame();
    expect(stage.encoder.disconnected).toBe("replaced");
    stage.encoder.leave();
    expect(stage.told()).toEqual(["idle", "live"]);
  });

  test("is not mixed with what still comes from a first that was replaced", async () => {
    const stage = await onAir();
    stage.encoder.isStubborn = true;
    stage.clock.advance(3_000);
    await new FakeEncoder().publish(stage.stream);
    stage.encoder.frame();
    expect(stage.hubs[0]?.lastMediaAt).toBe(stage.clock.now() - 3_000);
    stage.encoder.leave();
    expect(stage.told()).toEqual(["idle", "live"]);
  });

  test("that waits is let in when the first loses its connection, in the same session", async () => {
    const stage = await onAir();
    const second = new FakeEncoder();
    const answer = second.publish(stage.stream);
    stage.encoder.leave();
    expect(await answer).toBe(true);
    second.frame();
    expect(stage.told()).toEqual(["idle", "live", "reconnecting", "live"]);
    expect(second.disconnected).toBeUndefined();
  });

  test.each([0, 60_000])("that waits is let in when the first says goodbye (window %d ms)", async (window) => {
    const stage = await onAir({}, window);
    const second = new FakeEncoder();
    const answer = second.publish(stage.stream);
    stage.encoder.leave("unpublished");
    expect(await answer).toBe(true);
    second.frame();
    expect(stage.told()).toEqual(["idle", "live", "ended idle", "live"]);
    expect(second.disconnected).toBeUndefined();
  });

  test("that waits is let in when there is no window and the first loses its connection", async () => {
    const stage = await onAir({}, 0);
    const second = new FakeEncoder();
    const answer = second.publish(stage.stream);
    stage.encoder.leave();
    expect(await answer).toBe(true);
    second.frame();
    expect(stage.told()).toEqual(["idle", "live", "ended idle", "live"]);
    expect(second.disconnected).toBeUndefined();
  });
});

describe("a change of the stream", () => {
  test("that rotates the key ends the session and sends everybody away, also who waits", async () => {
    const stage = await onAir();
    const waiting = new FakeEncoder();
    const answer = waiting.publish(stage.stream);
    stage.stream.put(aWantedStream({ keyHash: hashStreamKey("ik_2") }));
    expect(await answer).toBe(false);
    expect(stage.encoder.disconnected).toBe("server_closed");
    expect(stage.told()).toEqual(["idle", "live", "ended idle"]);
    expect(stage.stream.keyHash).toBe(hashStreamKey("ik_2"));
  });

  test("that disables it ends the session and refuses encoders until it is enabled", async () => {
    const stage = await onAir();
    stage.stream.put(aWantedStream({ enabled: false }));
    stage.stream.put(aWantedStream({ enabled: false }));
    expect(stage.encoder.disconnected).toBe("server_closed");
    const refused = new FakeEncoder();
    expect(await refused.publish(stage.stream)).toBe(false);
    expect(refused.refused).toBe("NetStream.Publish.Denied");
    stage.stream.put(aWantedStream());
    expect(await new FakeEncoder().publish(stage.stream)).toBe(true);
    expect(stage.told()).toEqual(["idle", "live", "ended disabled", "idle"]);
  });

  test("that ends the session lets the encoder come back into a new one", async () => {
    const stage = await onAir();
    stage.stream.end();
    stage.stream.end();
    expect(stage.encoder.disconnected).toBe("server_closed");
    const returning = new FakeEncoder();
    await returning.publish(stage.stream);
    returning.frame();
    expect(stage.told()).toEqual(["idle", "live", "ended idle", "live"]);
    expect(stage.sessions().at(-1)).not.toBe(stage.sessions()[1]);
  });

  test("that changes nothing disturbs nobody", async () => {
    const stage = await onAir({ targets: [aWantedTarget("a")] });
    stage.stream.put(aWantedStream({ targets: [aWantedTarget("a")] }));
    expect(stage.told()).toEqual(["idle", "live"]);
    expect(stage.pushers).toHaveLength(1);
    expect(stage.encoder.disconnected).toBeUndefined();
  });
});

test("what targets report names the session", async () => {
  const stage = await onAir({ targets: [aWantedTarget("a")] });
  stage.pushers[0]?.enter("live");
  const session = stage.sessions().at(-1);
  expect(stage.observations.at(-1)).toMatchObject({ kind: "target", targetId: "a", sessionId: session });
});

test.each([
  ["a goodbye", "idle"],
  ["an end by call", "idle"],
  ["a new key", "idle"],
  ["a window that runs out", "idle"],
  ["a disabled stream", "disabled"],
])("%s is told in one word, and then what becomes of the targets in that session", async (how, state) => {
  const stage = await onAir({ targets: [aWantedTarget("a")] });
  const [hub] = stage.hubs;
  const session = stage.sessions().at(-1);
  hub?.onChange(() => hub.state === "idle" && stage.pushers[0]?.enter("idle"));
  if (how === "a goodbye") stage.encoder.leave("unpublished");
  if (how === "an end by call") stage.stream.end();
  if (how === "a new key")
    stage.stream.put(aWantedStream({ keyHash: hashStreamKey("ik_2"), targets: [aWantedTarget("a")] }));
  if (how === "a window that runs out") wait(stage, 3 + 60);
  if (how === "a disabled stream") stage.stream.put(aWantedStream({ enabled: false, targets: [aWantedTarget("a")] }));
  const [end, target, ...more] = stage.observations.slice(stage.observations.findIndex(isEnd));
  expect(end).toMatchObject({ status: { state, source: "relay" }, session: { id: session } });
  expect(target).toMatchObject({ kind: "target", targetId: "a", status: { state: "idle" }, sessionId: session });
  expect(more).toEqual([]);
  checkOrder(stage.observations);
});

test("a session that another relay began goes on when its encoder returns", async () => {
  const stage = createRelayStage();
  const session = { id: "session-1", startedAt: "2025-12-31T00:00:00.000Z" };
  const stream = stage.createStream(aWantedStream({ session }));
  const encoder = new FakeEncoder();
  await encoder.publish(stream);
  encoder.frame();
  expect(stage.told()).toEqual(["reconnecting", "live"]);
  expect(stage.sessions()).toEqual(["session-1", "session-1"]);
});

test("close ends the session, sends everybody away, and waits for the targets", async () => {
  const stage = await onAir({ targets: [aWantedTarget("a")] });
  let isClosed = false;
  const closed = stage.stream.close().then(() => (isClosed = true));
  expect(stage.encoder.disconnected).toBe("server_closed");
  expect(stage.told()).toEqual(["idle", "live", "ended idle"]);
  await settle();
  expect(isClosed).toBe(false);
  stage.pushers[0]?.finish();
  await closed;
});

test("whatever encoders and callers do, every step is legal and one encoder at most is heard", async () => {
  const act = fc.record({
    what: fc.constantFrom("publish", "frame", "unpublish", "drop", "wait", "end", "rotate", "disable", "enable"),
    who: fc.nat(3),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 50 }), fc.constantFrom(0, 5_000), async (acts, window) => {
      const stage = createRelayStage(window);
      let wanted = aWantedStream();
      const stream = stage.createStream(wanted);
      const encoders: FakeEncoder[] = [];
      const put = (differences: Partial<WantedStream>): void => stream.put((wanted = { ...wanted, ...differences }));
      for (const [index, { what, who }] of acts.entries()) {
        const encoder = encoders.at(-1 - who);
        if (what === "publish") {
          const newcomer = new FakeEncoder();
          encoders.push(newcomer);
          void newcomer.publish(stream);
        }
        if (what === "frame") encoder?.frame();
        if (what === "unpublish") encoder?.leave("unpublished");
        if (what === "drop") encoder?.leave();
        if (what === "wait") {
          stage.clock.advance(1_000);
          stream.lookForSilence();
        }
        if (what === "end") stream.end();
        if (what === "rotate") put({ keyHash: hashStreamKey(`ik_${index}`) });
        if (what === "disable") put({ enabled: false });
        if (what === "enable") put({ enabled: true });
        await settle();
      }
      checkOrder(stage.observations);
      // Whatever has happened, the next encoder gets through once nobody is waited for.
      put({ enabled: true });
      stage.clock.advance(6_000);
      const last = new FakeEncoder();
      const answer = last.publish(stream);
      stage.clock.advance(3_000);
      expect(await answer).toBe(true);
      last.frame();
      expect(stage.told().at(-1)).toBe("live");
    }),
  );
});
