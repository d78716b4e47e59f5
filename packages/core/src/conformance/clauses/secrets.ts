import { all, type Clause, clause, has, needs } from "../clause.ts";
import { mustHold } from "../must.ts";
import type { Scene } from "../scene.ts";

/** More often than any adapter tries. */
const ALWAYS = 50;

/** Credentials go in and never come out. Every clause is searched for them; these look where they hide most easily. */
export const secretClauses: readonly Clause[] = [
  clause("secrets.models", "No stream and no target holds a key", async (scene) => {
    const { stream, targets } = await scene.stage(2);
    await scene.client.streams.list();
    await scene.client.targets.list(stream.id);
    for (const target of targets) await scene.client.targets.get(target);
    mustNotLeak(scene, "No credential is in a stream or a target.");
  }),

  clause(
    "secrets.changes",
    "No answer to a change holds a key, of the ingest or of a destination",
    async (scene) => {
      const staged = await scene.stage(1);
      const target = scene.first(staged);
      const destination = scene.destination();
      if (scene.allows("target.update.destination")) await scene.client.targets.update(target, { destination });
      if (scene.allows("target.disable")) await scene.client.targets.disable(target);
      if (scene.allows("stream.update")) await scene.client.streams.update(staged.stream.id, { name: scene.name() });
      if (scene.allows("stream.rotateIngest")) await scene.client.streams.rotateIngest(staged.stream.id);
      mustNotLeak(scene, "No credential is in the answer to a change.");
    },
    (scene) =>
      needs(
        scene.allows("target.update.destination") || scene.allows("target.disable") || scene.allows("stream.update"),
        "the table lets nothing be changed",
      ),
  ),

  clause(
    "secrets.errors",
    "No error holds a key, not even where the provider repeats what it was sent",
    async (scene) => {
      const { stream } = await scene.stage(0);
      await scene.harness.faults?.next({ operation: "target.create", kind: "error", times: ALWAYS });
      const input = scene.target();
      await scene.client.targets.create(stream.id, input).catch((error: unknown) => scene.seen.note("an error", error));
      mustNotLeak(scene, "No credential is in an error.");
    },
    (scene) =>
      all(
        needs(scene.harness.faults, "the harness has no faults"),
        needs(scene.allows("target.create"), "the table does not let a target be created"),
      ),
  ),

  clause(
    "secrets.read-errors",
    "No error of a read or a deletion holds a key that the provider keeps, not even where it repeats them",
    async (scene) => {
      const staged = await scene.stage(2);
      const { id } = staged.stream;
      const target = scene.first(staged);
      const { streams, targets } = scene.client;
      await scene.harness.faults?.next({ operation: "read", kind: "error", times: ALWAYS });
      await scene.harness.faults?.next({ operation: "delete", kind: "error", times: ALWAYS });
      const answers = await Promise.allSettled([
        streams.list(),
        streams.get(id),
        streams.getIngest(id),
        targets.list(id),
        targets.get(target),
        targets.delete(target),
        streams.delete(id),
      ]);
      scene.seen.note("an error", answers);
      mustNotLeak(scene, "No credential is in an error.");
    },
    (scene) => needs(scene.harness.faults, "the harness has no faults"),
  ),

  clause(
    "secrets.observations",
    "No report, poll or webhook holds a key once it is in the model's words",
    async (scene) => {
      const stop = scene.adapter.subscribe?.(() => undefined);
      const { stream } = await scene.stage(1);
      await scene.goLive(stream.id);
      await scene.adapter.poll?.({}, scene.context());
      await scene.harness.encoder.end(stream.id);
      await scene.untilStream(stream.id, ({ status }) => status.state === "idle", "A stream that ends is idle.");
      stop?.();
      mustNotLeak(scene, "No credential is in an observation.");
    },
    (scene) =>
      needs(
        has(scene.adapter, "subscribe") || has(scene.adapter, "poll") || scene.webhooks,
        "nothing is reported, polled or sent",
      ),
  ),
];

function mustNotLeak(scene: Scene, rule: string): void {
  for (const secret of scene.harness.secrets()) scene.seen.hide(secret);
  const leak = scene.seen.leak();
  mustHold(leak === undefined, rule, "no secret in what is given out", `one in ${leak}`);
}
