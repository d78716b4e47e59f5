import type { Observation } from "../../contract/observation.ts";
import { all, type Clause, clause, has, needs } from "../clause.ts";
import { mustEqual, mustExist, mustHold } from "../must.ts";
import { sees } from "../sees.ts";

/** How far the number of a report may be from its time: several within a moment are counted on. */
const MAX_APART_MS = 1_000;

/** What an adapter tells by itself, or when it is polled. */
export const reportClauses: readonly Clause[] = [
  clause(
    "status.poll",
    "A poll tells what a read tells, for one stream and for all",
    async (scene) => {
      const rule = "A poll tells the same states as a read.";
      const { stream } = await scene.stage(2);
      await scene.goLive(stream.id);
      const settled = async (): Promise<[string, string][]> => {
        const read = await scene.adapter.streams.get(stream.id, scene.context());
        const targets = (read.targets ?? []).map(({ id, status }): [string, string] => [id, status.state]);
        return [["stream", read.status.state], ...targets];
      };
      for (const query of [{ streamId: stream.id }, {}]) {
        const polled = async (): Promise<boolean> => {
          const before = await settled();
          const told = statesOf((await scene.adapter.poll?.(query, scene.context())) ?? [], stream.id);
          // Between two looks a state may change: both sides of the poll count.
          const after = await settled();
          return agrees(told, before) || agrees(told, after);
        };
        await scene.until(polled, (same) => same, rule);
      }
    },
    (scene) => needs(has(scene.adapter, "poll"), "the adapter does not poll"),
  ),

  clause(
    "status.push",
    "What is reported comes in order: every number is higher than the one before it",
    async (scene) => {
      const told: Observation[] = [];
      const stop = scene.adapter.subscribe?.((observation) => told.push(observation));
      const staged = await scene.stage(1);
      const target = scene.first(staged);
      await scene.goLive(staged.stream.id);
      const states = (of: "stream" | "target") => {
        const about = told.filter((one) => one.kind === of && one.streamId === staged.stream.id);
        return about.map((one) => (one.kind === "warning" ? "" : one.status.state));
      };
      const isTold = async (): Promise<boolean> =>
        states("stream").includes("live") && states("target").includes("live");
      await scene.until(isTold, (is) => is, "What is observed is reported to those who subscribe.");
      await scene.harness.encoder.end(staged.stream.id);
      const isOver = async (): Promise<boolean> =>
        states("stream").at(-1) === "idle" && states("target").at(-1) === "idle";
      await scene.until(isOver, (is) => is, "The end is reported to those who subscribe.");
      const numbers = told.map(({ sequence }) => sequence);
      const rising = numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? number));
      mustHold(rising, "Reports are numbered in their order.", "rising numbers", numbers);
      const timely = told.every(({ sequence, occurredAt }) => {
        return Math.abs(sequence / 1_000 - Date.parse(occurredAt)) <= MAX_APART_MS;
      });
      mustHold(timely, "Numbers are microseconds since 1970, as those of all that is read.", "times", numbers);
      const first = told.find((one) => one.kind === "target" && one.targetId === target.id);
      mustExist(first, "Reports name the target by its id.", "a report about the target");
      stop?.();
      const count = told.length;
      await scene.goLive(staged.stream.id);
      await scene.harness.advance(100);
      mustEqual(told.length, count, "Nothing is reported to those who have stopped listening.");
    },
    (scene) =>
      all(needs(has(scene.adapter, "subscribe"), "the adapter reports nothing by itself"), sees(scene, "live")),
  ),
];

/** What nobody can tell may be left out. */
function agrees(told: ReadonlyMap<string, string>, read: readonly [string, string][]): boolean {
  return read.every(([id, state]) => (told.get(id) ?? "unknown") === state);
}

/** The last state told of the stream and of each target. */
function statesOf(observations: readonly Observation[], streamId: string): Map<string, string> {
  const states = new Map<string, string>();
  for (const one of observations) {
    if (one.streamId !== streamId || one.kind === "warning") continue;
    states.set(one.kind === "stream" ? "stream" : one.targetId, one.status.state);
  }
  return states;
}
