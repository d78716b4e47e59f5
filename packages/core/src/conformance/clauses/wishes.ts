import type { Target } from "../../model/target.ts";
import { all, type Clause, clause, needs } from "../clause.ts";
import { mustEqual, mustHold } from "../must.ts";
import type { Scene } from "../scene.ts";
import { sees } from "../sees.ts";

const toggles = (scene: Scene, when: "idle" | "live") =>
  all(
    needs(scene.allows("target.disable", when), `no target can be disabled while the stream is ${when}`),
    needs(scene.allows("target.enable", when), `no target can be enabled while the stream is ${when}`),
  );

const isLive = ({ status }: Target): boolean => status.state === "live";
const isDone = ({ pending }: Target): boolean => pending === undefined;
const isFailing = ({ status }: Target): boolean => status.state === "retrying" || status.state === "failed";

/** Between two sessions. */
const BETWEEN_MS = 6_000;

/** `enabled` is the wish and nothing else; the status follows it. */
export const wishClauses: readonly Clause[] = [
  clause(
    "enablement.disabled-stays-off",
    "A disabled target is not live when the stream goes live",
    async (scene) => {
      const { stream, targets } = await scene.stage(2);
      const [off, on] = targets;
      if (!off || !on) return;
      await scene.client.targets.disable(off);
      await scene.goLive(stream.id);
      await scene.untilTarget(
        on,
        ({ status }) => status.state === "live",
        "A wanted target goes live with its stream.",
      );
      const { status, enabled } = await scene.client.targets.get(off);
      mustHold(status.state !== "live", "A disabled target is not live.", "another state", status.state);
      mustEqual(enabled, false, "`enabled` is the wish.");
    },
    (scene) => all(toggles(scene, "idle"), sees(scene, "live")),
  ),

  clause(
    "enablement.toggle-live",
    "A target that is switched off and on again while live is off and live again, and no other notices",
    async (scene) => {
      const { stream, targets } = await scene.stage(2);
      const [target, other] = targets;
      if (!target || !other) return;
      await scene.goLive(stream.id);
      await scene.untilTarget(target, isLive, "A wanted target goes live with its stream.");
      const before = await scene.untilTarget(other, isLive, "A wanted target goes live with its stream.");
      await scene.client.targets.disable(target);
      await scene.untilTarget(target, ({ status }) => status.state === "disabled", "A disabled target is off.");
      await scene.client.targets.enable(target);
      await scene.untilTarget(target, isLive, "An enabled target of a live stream goes live.");
      const after = await scene.client.targets.get(other);
      mustEqual(
        [after.status.state, after.status.since],
        ["live", before.status.since],
        "One target never costs another.",
      );
    },
    (scene) =>
      all(
        toggles(scene, "live"),
        needs(scene.rule("target.disable").live === "now", "disabling does not apply at once while live"),
        needs(scene.rule("target.enable").live === "now", "enabling does not apply at once while live"),
        sees(scene, "live", "disabled"),
      ),
  ),

  clause(
    "enablement.late",
    "A target that is switched off for the next session is off in it, and nothing is pending any more",
    async (scene) => {
      const staged = await scene.stage(2);
      const target = scene.first(staged);
      const { id } = staged.stream;
      await scene.goLive(id);
      const off = await scene.client.targets.disable(target);
      mustEqual(off.pending?.changes, ["disable"], "What is late is pending.");
      await scene.harness.encoder.end(id);
      await scene.untilStream(id, ({ status }) => status.state === "idle", "A stream that ends is idle.");
      await scene.harness.advance(BETWEEN_MS);
      await scene.goLive(id);
      await scene.untilTarget(target, isDone, "What applied with the next session is pending no more.");
      const other = staged.targets[1];
      if (other && sees(scene, "live") === true) {
        await scene.untilTarget(other, isLive, "A wanted target goes live with its stream.");
      }
      const { status, enabled } = await scene.client.targets.get(target);
      mustHold(status.state !== "live", "A disabled target is not live.", "another state", status.state);
      mustEqual(enabled, false, "`enabled` is the wish.");
    },
    (scene) =>
      all(
        toggles(scene, "live"),
        needs(scene.rule("target.disable").live !== "now", "disabling applies at once while live"),
      ),
  ),

  clause(
    "enablement.wish",
    "`enabled` stays what was asked for, whatever becomes of the target",
    async (scene) => {
      const rule = "`enabled` is the wish, and nothing but a caller changes it.";
      const staged = await scene.stage(1);
      const target = scene.first(staged);
      mustEqual((await scene.client.targets.get(target)).enabled, true, rule);
      await scene.goLive(staged.stream.id);
      await scene.harness.destinations?.break(target);
      const broken = await scene.untilTarget(
        target,
        isFailing,
        "A target whose destination refuses is retrying or failed.",
      );
      mustEqual(broken.enabled, true, rule);
      await scene.harness.encoder.end(staged.stream.id);
      await scene.untilStream(staged.stream.id, ({ status }) => status.state === "idle", "A stream that ends is idle.");
      mustEqual((await scene.client.targets.get(target)).enabled, true, rule);
    },
    (scene) =>
      all(
        needs(scene.harness.destinations, "the harness breaks no destinations"),
        scene.capabilities.status.states.includes("retrying") ? sees(scene, "retrying") : sees(scene, "failed"),
      ),
  ),
];
