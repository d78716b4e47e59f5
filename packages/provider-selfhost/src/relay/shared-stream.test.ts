import fc from "fast-check";
import { expect, test } from "vitest";
import { checkOrder } from "../testing/check-order.ts";
import { createManualClock } from "../testing/manual-clock.ts";
import { OwnershipTable } from "../testing/ownership-table.ts";
import { aWantedStream, aWantedTarget, createRelayStage, FakeEncoder, settle } from "../testing/relay-stage.ts";

const wanted = aWantedStream({ targets: [aWantedTarget("a"), aWantedTarget("b")] });

/** Two relays that serve one stream. */
function setUp(windowMs: number) {
  const clock = createManualClock();
  const table = new OwnershipTable();
  const relays = ["A", "B"].map((name) => {
    const ownership = table.of(name, () => void relays[name === "A" ? 0 : 1]?.stream.handOver());
    const stage = createRelayStage(windowMs, { clock, ownership });
    const encoders: FakeEncoder[] = [];
    return { name, stage, encoders, stream: stage.createStream(wanted) };
  });
  const pushing = (): string[] =>
    relays.filter(({ stage }) => stage.pushers.some(({ isOpen }) => isOpen)).map(({ name }) => name);
  /** Lets time pass, with a look for silence in each relay; targets that are closing are closed by the end. */
  const pass = async (ms: number, closes = true): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 250) {
      clock.advance(250);
      for (const { stream, stage } of relays) {
        stream.lookForSilence();
        if (closes) for (const pusher of stage.pushers) if (pusher.isStopping) pusher.finish();
      }
      await settle();
      await settle();
    }
  };
  return { table, relays, pushing, pass };
}

test("a stream that nobody has is not told of, and its targets are not begun with", async () => {
  const { relays, pushing, pass } = setUp(60_000);
  await pass(1_000);
  for (const { stream } of relays) stream.tellAgain();
  for (const { stage } of relays) expect([stage.observations, stage.pushers]).toEqual([[], []]);
  expect(pushing()).toEqual([]);
});

test("whatever encoders do at two relays, one of them pushes at most, and only the owner speaks", async () => {
  const act = fc.record({
    what: fc.constantFrom(
      "publish",
      "frame",
      "frame",
      "unpublish",
      "drop",
      "wait",
      "finish",
      "end",
      "pass on",
      "off",
      "on",
      "away",
    ),
    where: fc.nat(1),
    who: fc.nat(2),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { maxLength: 60, size: "max" }),
      fc.constantFrom(0, 5_000),
      async (acts, windowMs) => {
        const { table, relays, pushing, pass } = setUp(windowMs);
        for (const { what, where, who } of acts) {
          const relay = relays[where];
          if (!relay) continue;
          const { stream, stage, encoders } = relay;
          const encoder = encoders.at(-1 - who);
          const told = relays.map(({ stage }) => stage.observations.length);
          const owners = new Set([table.ownerOf("s")]);
          if (what === "publish") {
            const newcomer = new FakeEncoder();
            encoders.push(newcomer);
            void newcomer.publish(stream);
          }
          if (what === "frame") encoder?.frame();
          if (what === "unpublish") encoder?.leave("unpublished");
          if (what === "drop") encoder?.leave();
          if (what === "wait") await pass(1_000, false);
          if (what === "finish") stage.pushers.find(({ isStopping }) => isStopping)?.finish();
          if (what === "end") stream.end();
          if (what === "pass on") void stream.passOn();
          if (what === "off" || what === "on") stream.put({ ...wanted, enabled: what === "on" });
          if (what === "away") table.isReachable = !table.isReachable;
          await settle();
          await settle();
          owners.add(table.ownerOf("s"));
          expect(pushing().length, "relays that push").toBeLessThanOrEqual(1);
          const spoke = relays.filter(({ stage }, index) => stage.observations.length !== told[index]);
          expect([...owners], "those who spoke").toEqual(expect.arrayContaining(spoke.map(({ name }) => name)));
        }
        for (const { stage } of relays) checkOrder(stage.observations);
        // Whatever has happened, the stream becomes free, and the next encoder gets through, wherever it comes.
        table.isReachable = true;
        for (const { stream, encoders } of relays) {
          stream.put(wanted);
          for (const encoder of encoders) encoder.leave();
        }
        await pass(15_000);
        expect([table.ownerOf("s"), pushing()]).toEqual([undefined, []]);
        const last = new FakeEncoder();
        const [, b] = relays;
        if (!b) throw new Error("there is no second relay");
        expect(await last.publish(b.stream)).toBe(true);
        last.frame();
        expect([table.ownerOf("s"), pushing(), b.stage.told().at(-1)]).toEqual(["B", ["B"], "live"]);
      },
    ),
    { numRuns: 200 },
  );
});
