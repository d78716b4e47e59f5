import type { Event } from "../../model/event.ts";
import { all, type Clause, clause, has, needs } from "../clause.ts";
import { mustHold } from "../must.ts";
import type { Scene } from "../scene.ts";
import { sees } from "../sees.ts";
import { type WatchAlong, watchAlong } from "../watch-along.ts";

/** Event types that tell no state. */
const WISHES = /\.(?:created|updated|deleted|warning|change_\w+)$/u;

/** What a watch makes of an adapter's reports, or of polls where it reports nothing by itself. */
export const watchClauses: readonly Clause[] = [
  clause(
    "status.watch",
    "A watch tells what is observed, and every state once",
    async (scene) => {
      const staged = await scene.stage(1);
      const { id } = staged.stream;
      const target = scene.first(staged);
      // Times have milliseconds: what changes within the one in which it was made has no order.
      await scene.harness.advance(1);
      await watching(scene, async (watch) => {
        const isTold = (rule: string, of: string, ...types: Event["type"][]) =>
          scene.until(
            () => watch.look(),
            (events) => types.includes(typesAbout(events, of).at(-1) ?? "stream.warning"),
            rule,
            (events) => typesAbout(events, of).join(", ") || "no event",
          );
        await scene.goLive(id);
        await isTold("A stream that goes live is told by a watch.", id, "stream.live");
        await isTold("A target that goes live is told by a watch.", target.id, "target.live");
        await scene.harness.encoder.end(id);
        await isTold("The end of a session is told by a watch.", id, "stream.ended", "stream.idle");
        await isTold("A target that stops with its stream is told by a watch.", target.id, "target.idle");
        const events = await watch.look();
        for (const of of [id, target.id]) {
          const types = typesAbout(events, of);
          const repeats = types.some((type, index) => type === types[index - 1]);
          mustHold(!repeats, "A watch tells a state when it changes, and not again.", "no repetition", types);
        }
      });
    },
    (scene) => sees(scene, "live"),
  ),

  clause(
    "status.watch-finds",
    "A watch that polls finds streams that others make, and those that are gone",
    async (scene) => {
      await watching(scene, async (watch) => {
        const { stream } = await scene.stage(0);
        const types = (events: readonly Event[]) =>
          events.filter((event) => event.streamId === stream.id).map(({ type }) => type);
        const isTold = async (type: Event["type"], rule: string): Promise<void> => {
          const events = await scene.until(
            () => watch.look(),
            (events) => types(events).includes(type),
            rule,
          );
          const count = types(events).filter((told) => told === type).length;
          mustHold(count === 1, rule, `one ${type}`, types(events));
        };
        await isTold("stream.created", "A stream that somebody else has made is told once.");
        await scene.client.streams.delete(stream.id);
        await isTold("stream.deleted", "A stream that somebody else has deleted is told once.");
      });
    },
    (scene) =>
      all(
        needs(!has(scene.adapter, "subscribe"), "the adapter reports by itself"),
        needs(scene.allows("stream.delete"), "no stream can be deleted"),
      ),
  ),
];

async function watching(scene: Scene, run: (watch: WatchAlong) => Promise<void>): Promise<void> {
  const watch = await watchAlong(scene.adapter, scene.hearers);
  try {
    await run(watch);
    scene.seen.note("an event", await watch.look());
  } finally {
    await watch.stop();
  }
}

/** What was told of the states of a stream or target. */
function typesAbout(events: readonly Event[], id: string): Event["type"][] {
  const about = events.filter(({ data }) => ("target" in data ? data.target : data.stream).id === id);
  return about.map(({ type }) => type).filter((type) => !WISHES.test(type));
}
