import { targetSchema } from "../../model/target.ts";
import { all, type Clause, clause, needs } from "../clause.ts";
import { mustEqual, mustFit, mustHave, mustHold } from "../must.ts";
import type { Scene } from "../scene.ts";

const UNKNOWN_ID = "no-such-target-0000000000";
const creates = (scene: Scene) => needs(scene.allows("target.create"), "the table does not let a target be created");
const deletes = (scene: Scene) => needs(scene.allows("target.delete"), "the table does not let a target be deleted");

/** Targets as things: made, read, listed, deleted. */
export const targetClauses: readonly Clause[] = [
  clause(
    "targets.create",
    "A new target has the model's shape, is wanted, and sends the source",
    async (scene) => {
      const rule = "targets.create answers a whole target.";
      const { stream } = await scene.stage(0);
      const target = await scene.client.targets.create(stream.id, scene.target());
      mustFit(targetSchema.strict(), target, rule);
      const { streamId, provider, enabled, rendition } = target;
      mustEqual([streamId, provider, enabled, rendition], [stream.id, scene.adapter.name, true, "source"], rule);
    },
    creates,
  ),

  clause("targets.read", "One target reads the same alone, in its stream's list, and in its stream", async (scene) => {
    const rule = "All reads tell the same targets.";
    const { stream, targets } = await scene.stage(2);
    const listed = await scene.client.targets.list(stream.id);
    const inStream = (await scene.client.streams.get(stream.id)).targets ?? [];
    const facts = ({ id, name, enabled, destination }: (typeof listed)[number]) => ({ id, name, enabled, destination });
    for (const made of targets) {
      const alone = await scene.client.targets.get(made);
      mustFit(targetSchema.strict(), alone, rule);
      for (const group of [listed, inStream]) {
        const same = group.filter(({ id }) => id === made.id).map(facts);
        mustEqual(same, [facts(alone)], rule);
      }
    }
    mustEqual([listed.length, inStream.length], [targets.length, targets.length], rule);
  }),

  clause("targets.create-disabled", "A target that is made disabled is not wanted, or is refused", async (scene) => {
    const rule = "`enabled: false` is kept or refused, never dropped.";
    const input = scene.streamInput({ targets: [scene.target({ enabled: false })] });
    if (scene.allows("target.disable") && scene.allows("target.enable")) {
      const { stream } = await scene.client.streams.create(input);
      const [target] = await scene.client.targets.list(stream.id);
      mustEqual([stream.targets?.[0]?.enabled, target?.enabled], [false, false], rule);
      if (scene.capabilities.status.states.includes("disabled")) mustEqual(target?.status.state, "disabled", rule);
    } else await scene.refusal("unsupported", rule, () => scene.client.streams.create(input));
  }),

  clause(
    "targets.video-only",
    "A target without audio is made so, or refused",
    async (scene) => {
      const rule = "`videoOnly` is kept or refused, never dropped.";
      const { stream } = await scene.stage(0);
      const input = scene.target({ videoOnly: true, rendition: scene.harness.renditions?.[0] ?? "source" });
      const made = await scene.client.targets.create(stream.id, input).catch((error: unknown) => ({ error }));
      if (!("error" in made)) return mustEqual(made.videoOnly, true, rule);
      await scene.refusal("unsupported", rule, () => Promise.reject(made.error));
    },
    creates,
  ),

  clause(
    "targets.rendition",
    "A target that is made with a rendition has it",
    async (scene) => {
      const [rendition = "source"] = scene.harness.renditions ?? [];
      const { stream } = await scene.stage(0);
      const made = await scene.client.targets.create(stream.id, scene.target({ rendition }));
      const read = await scene.client.targets.get(made);
      mustEqual([made.rendition, read.rendition], [rendition, rendition], "A target sends the rendition asked for.");
    },
    (scene) =>
      all(
        needs(scene.capabilities.renditions, "the table says that there are no renditions"),
        needs(scene.harness.renditions?.[0], "the harness names no rendition"),
        creates(scene),
      ),
  ),

  clause(
    "targets.no-rendition",
    "Where there are no renditions, one is refused before any call",
    async (scene) => {
      const { stream } = await scene.stage(0);
      const input = scene.target({ rendition: "720p" });
      const rule = "A rendition is refused where there are none.";
      await scene.refusalWithoutCall("unsupported", rule, () => scene.client.targets.create(stream.id, input));
    },
    (scene) => needs(!scene.capabilities.renditions, "the table says that there are renditions"),
  ),

  clause(
    "targets.delete",
    "A deleted target is gone, and the others stay",
    async (scene) => {
      const staged = await scene.stage(2);
      const gone = scene.first(staged);
      const rule = "A deleted target is not_found, in no list, and takes no other with it.";
      mustEqual(await scene.client.targets.delete(gone), {}, "A deletion that applies now is not pending.");
      await scene.refusal("not_found", rule, () => scene.client.targets.get(gone));
      const listed = await scene.client.targets.list(staged.stream.id);
      const rest = staged.targets.slice(1);
      mustEqual(
        listed.map(({ id }) => id),
        rest.map(({ id }) => id),
        rule,
      );
    },
    (scene) =>
      all(deletes(scene), needs(scene.rule("target.delete").idle === "now", "a deletion does not apply at once")),
  ),

  clause(
    "targets.delete-again",
    "Deleting a target that is gone is a success",
    async (scene) => {
      const target = scene.first(await scene.stage(1));
      await scene.adapter.targets.delete(target, scene.context());
      mustEqual(await scene.adapter.targets.delete(target, scene.context()), {}, "What is gone is not pending.");
    },
    deletes,
  ),

  clause("targets.unknown", "A target that is not there is not_found", async (scene) => {
    const { stream } = await scene.stage(1);
    const ref = { streamId: stream.id, id: UNKNOWN_ID };
    const rule = "What is not there is not_found.";
    await scene.refusal("not_found", rule, () => scene.client.targets.get(ref));
    if (!scene.allows("target.disable")) return;
    const { targets } = scene.adapter;
    mustHave(targets, "targets", "update");
    await scene.refusal("not_found", rule, async () => targets.update?.(ref, { enabled: false }, scene.context()));
  }),

  clause("targets.of-unknown-stream", "The targets of a stream that is not there are not_found", async (scene) => {
    const id = "no-such-stream-0000000000";
    const rule = "What is not there is not_found.";
    await scene.refusal("not_found", rule, () => scene.client.targets.list(id));
    if (!scene.allows("target.create")) return;
    await scene.refusal("not_found", rule, () => scene.client.targets.create(id, scene.target()));
  }),

  clause("targets.foreign-stream", "A target is not found under another stream", async (scene) => {
    const target = scene.first(await scene.stage(1));
    const { stream: other } = await scene.stage(1);
    const ref = { streamId: other.id, id: target.id };
    await scene.refusal("not_found", "A target belongs to one stream.", () => scene.client.targets.get(ref));
    if (scene.allows("target.delete")) {
      await scene.adapter.targets
        .delete(ref, scene.context())
        .catch((error: unknown) => scene.seen.note("an error", error));
    }
    const kept = await scene.client.targets.get(target);
    mustHold(kept.id === target.id, "A target is not deleted through another stream.", "the target", kept);
  }),
];
