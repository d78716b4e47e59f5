import fc from "fast-check";
import { expect, test } from "vitest";
import { idOf, livepeerAccount, URL } from "./livepeer-account.test.support.ts";

const NAMES = ["a", "b"];

const step = fc.oneof(
  fc.constantFrom("connect", "drop", "resume", "end").map((move) => ({ move }) as const),
  fc.record({ on: fc.constantFrom("break", "heal", "disable", "enable"), target: fc.nat(NAMES.length - 1) }),
  fc.record({ ms: fc.constantFrom(1, 1_000, 7_000, 130_000) }),
);

test("whatever happens, events tell a story that can be true", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const { simulator, call, newStream, attach, pass, told } = livepeerAccount({ timings: { updateGapMs: 0 } });
      simulator.addWebhook({ url: "https://example.org/hook" });
      const { stage } = simulator;
      const stream = await newStream();
      const targets: string[] = [];
      for (const name of NAMES) targets.push(idOf(await attach(stream, { spec: { name, url: `${URL}-${name}` } })));

      for (const next of steps) {
        if ("ms" in next) await pass(next.ms);
        else if ("move" in next) await stage[next.move](stream);
        else {
          const id = targets[next.target] ?? "";
          if (next.on === "break") await stage.breakTarget(stream, id);
          else if (next.on === "heal") await stage.healTarget(stream, id);
          else await call("PATCH", `/multistream/target/${id}`, { disabled: next.on === "disable" });
        }
      }
      await pass(130_000);
      expect(contradictions(told())).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

/** Streams start and end in turn, targets speak only in between, and none is told twice in a row to be up or down. */
function contradictions(events: readonly string[]): string[] {
  let live = false;
  const last = new Map<string, string>();
  return events.flatMap((event) => {
    const [type = "", name = ""] = event.split(" ");
    if (name !== "") {
      const isTwice = type !== "multistream.disconnected" && last.get(name) === type;
      last.set(name, type);
      if (!live) return [`${event} while idle`];
      return isTwice ? [`${event} twice`] : [];
    }
    const isWrong = type !== (live ? "stream.idle" : "stream.started");
    live = !live;
    last.clear();
    return isWrong ? [`${event} out of turn`] : [];
  });
}
