import type { Operation } from "../../capabilities/decide.ts";
import { type Pending, pendingSchema } from "../../model/pending.ts";
import { type Clause, clause, needs } from "../clause.ts";
import { mustEqual, mustExist } from "../must.ts";
import type { Scene } from "../scene.ts";
import { acts } from "./acts.ts";

type Change = Pending["changes"][number];

/** What the answer says is still to come. A late deletion may take the target out of every read instead. */
const changes: readonly [Operation, Change][] = [
  ["target.create", "create"],
  ["target.enable", "enable"],
  ["target.disable", "disable"],
  ["target.update.destination", "update"],
  ["target.update.rendition", "update"],
];

/** What is asked for and not yet in effect is told. */
export const pendingClauses: readonly Clause[] = [
  clause(
    "enablement.pending",
    "The answer to a change that waits says that it does, and for what",
    async (scene) => {
      for (const [operation, change] of late(scene)) {
        const rule = `What is asked for and not yet in effect is pending: ${operation}.`;
        const act = acts[operation];
        const staged = await scene.stage(1, act.made);
        await scene.goLive(staged.stream.id);
        const pending = mustExist(pendingOf(await act.run(scene, staged)), rule, "`pending` in the answer");
        mustEqual(pending.changes, [change], rule);
        mustEqual(pending.applies, scene.rule(operation).live, "What is pending applies when the table says.");
      }
    },
    (scene) => needs(late(scene).length > 0, "every change of a target applies at once"),
  ),
];

/** What the table lets be asked for while a stream is live, and does not do at once. */
function late(scene: Scene): (readonly [Operation, Change])[] {
  return changes.filter(([operation]) => {
    const { live } = scene.rule(operation);
    const blocked = acts[operation].blocked?.(scene) ?? true;
    return (live === "next_session" || live === "stream_idle") && blocked === true;
  });
}

function pendingOf(answer: unknown): Pending | undefined {
  if (typeof answer !== "object" || answer === null || !("pending" in answer)) return undefined;
  return pendingSchema.safeParse(answer.pending).data;
}
