import { all, type Clause, clause, needs } from "../clause.ts";
import { mustEqual } from "../must.ts";
import type { Scene } from "../scene.ts";
import { sees } from "../sees.ts";

const COUNT = 5;

const room = (scene: Scene) => {
  const { targetsPerStream = COUNT } = scene.capabilities.limits;
  return all(
    needs(scene.allows("target.create"), "the table does not let a target be created"),
    needs(targetsPerStream >= 3, "the limit leaves no room for several targets"),
  );
};

/** Calls that run at the same time. */
export const concurrencyClauses: readonly Clause[] = [
  clause(
    "concurrency.creates",
    "Targets that are made at the same time are all there",
    async (scene) => {
      const { stream } = await scene.stage(0);
      const count = Math.min(COUNT, scene.capabilities.limits.targetsPerStream ?? COUNT);
      const inputs = Array.from({ length: count }, () => scene.target());
      const made = await Promise.all(inputs.map((input) => scene.client.targets.create(stream.id, input)));
      const listed = await scene.client.targets.list(stream.id);
      const rule = "No creation loses another.";
      mustEqual(listed.map(({ id }) => id).toSorted(), made.map(({ id }) => id).toSorted(), rule);
      const hosts = inputs.map(({ destination }) => scene.hostOf(destination)).toSorted();
      mustEqual(listed.map(({ destination }) => destination.host ?? "").toSorted(), hosts, rule);
    },
    room,
  ),

  clause(
    "concurrency.create-and-delete",
    "A target that is made while another is deleted is there, and the other is not",
    async (scene) => {
      const { stream, targets } = await scene.stage(2);
      const [gone, kept] = targets;
      if (!gone || !kept) return;
      const [made] = await Promise.all([
        scene.client.targets.create(stream.id, scene.target()),
        scene.client.targets.delete(gone),
      ]);
      const listed = await scene.client.targets.list(stream.id);
      const rule = "A creation and a deletion do not undo each other.";
      mustEqual(listed.map(({ id }) => id).toSorted(), [kept.id, made.id].toSorted(), rule);
    },
    (scene) => all(room(scene), needs(scene.rule("target.delete").idle === "now", "a deletion does not apply at once")),
  ),

  clause(
    "concurrency.toggles",
    "After several switches at the same time the last wish holds",
    async (scene) => {
      const target = scene.first(await scene.stage(1));
      const wishes = [true, false, true, false];
      await Promise.all(wishes.map((enabled) => scene.client.targets.update(target, { enabled })));
      const read = await scene.client.targets.get(target);
      mustEqual(read.enabled, false, "The last wish holds.");
      if (scene.rule("target.disable").idle !== "now" || sees(scene, "disabled") !== true) return;
      await scene.untilTarget(target, ({ status }) => status.state === "disabled", "The last wish takes effect.");
    },
    (scene) =>
      all(
        needs(scene.allows("target.disable"), "the table does not let a target be disabled"),
        needs(scene.allows("target.enable"), "the table does not let a target be enabled"),
      ),
  ),

  clause("concurrency.streams", "Streams that are made at the same time are all there", async (scene) => {
    const made = await Promise.all(
      Array.from({ length: COUNT }, () => scene.client.streams.create(scene.streamInput())),
    );
    const listed = await scene.client.streams.list({ limit: 100 });
    const ids = made.map(({ stream }) => stream.id).toSorted();
    mustEqual(listed.data.map(({ id }) => id).toSorted(), ids, "No creation loses another.");
  }),
];
