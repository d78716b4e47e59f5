import { all, type Clause, clause, needs } from "../clause.ts";
import { mustEqual, mustHold } from "../must.ts";
import type { Aimed, Scene } from "../scene.ts";

/** More often than any adapter tries. */
const ALWAYS = 50;
const COUNT = 3;

const creates = (scene: Scene) => needs(scene.allows("target.create"), "the table does not let a target be created");

/** The whole list of a stream's targets in one call, when something comes in between. */
export const declaredListClauses: readonly Clause[] = [
  clause(
    "targets.declared-list-partly",
    "A list of targets that was made half way is of unknown outcome, and the same list again completes it",
    async (scene) => {
      const { stream } = await scene.stage(1);
      const targets = [scene.target()];
      const update = () => scene.client.streams.update(stream.id, { targets }, { timeoutMs: scene.timeoutMs / 2 });
      // The old target is deleted; the new one is refused, and nothing is made of it.
      await scene.harness.faults?.next({ operation: "target.create", kind: "rate_limited", times: ALWAYS });
      const rule = "A change that was made in part is of unknown outcome, and says what to do.";
      const error = await scene.failure(rule, update);
      mustEqual(error.outcome, "unknown", rule);
      mustHold(error.hint !== undefined, rule, "a hint", error);
      await scene.harness.faults?.clear();
      await update();
      await mustBe(scene, stream.id, targets, "The same list again completes it.");
    },
    (scene) =>
      all(
        needs(scene.harness.faults, "the harness has no faults"),
        creates(scene),
        needs(scene.rule("target.delete").idle === "now", "a deletion does not apply at once"),
      ),
  ),

  clause(
    "concurrency.declared-list",
    "The same list of targets, asked for twice at the same time, is there once",
    async (scene) => {
      const { stream } = await scene.stage(0);
      const count = Math.min(COUNT, scene.capabilities.limits.targetsPerStream ?? COUNT);
      const targets = Array.from({ length: count }, () => scene.target());
      const update = () => scene.client.streams.update(stream.id, { targets });
      await Promise.all([update(), update()]);
      await mustBe(scene, stream.id, targets, "Two callers that want the same list get this list.");
    },
    creates,
  ),
];

async function mustBe(scene: Scene, streamId: string, wanted: readonly Aimed[], rule: string): Promise<void> {
  const listed = await scene.client.targets.list(streamId);
  const hosts = wanted.map(({ destination }) => scene.hostOf(destination));
  mustEqual(listed.map(({ destination }) => destination.host ?? "").toSorted(), hosts.toSorted(), rule);
}
