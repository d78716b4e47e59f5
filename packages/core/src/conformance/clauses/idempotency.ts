import type { FaultKind } from "../../testing/fault.ts";
import { isMultistreamError } from "../../errors/multistream-error.ts";
import { all, type Clause, clause, needs } from "../clause.ts";
import { mustEqual, mustHold } from "../must.ts";
import type { Scene } from "../scene.ts";

const creates = (scene: Scene) => needs(scene.allows("target.create"), "the table does not let a target be created");
const faults = (scene: Scene) => needs(scene.harness.faults, "the harness has no faults");

/** What is asked for once is made once. */
export const idempotencyClauses: readonly Clause[] = [
  clause("idempotency.stream", "The same key makes one stream, another key another", async (scene) => {
    const input = scene.streamInput();
    const first = await scene.client.streams.create(input, { idempotencyKey: "stream-1" });
    const again = await scene.client.streams.create(input, { idempotencyKey: "stream-1" });
    mustEqual(again.stream.id, first.stream.id, "A repeat with the same key answers the same stream.");
    const same = JSON.stringify(again.ingest) === JSON.stringify(first.ingest);
    mustHold(same, "A repeat answers the same ingest.", "the same", "another");
    const other = await scene.client.streams.create(input, { idempotencyKey: "stream-2" });
    mustHold(other.stream.id !== first.stream.id, "Another key makes another stream.", "another id", other.stream.id);
    mustEqual(await scene.countStreams(), 2, "Two keys make two streams.");
  }),

  clause(
    "idempotency.target",
    "The same key makes one target, also when both calls run at once",
    async (scene) => {
      const { stream } = await scene.stage(0);
      const input = scene.target();
      const options = { idempotencyKey: "target-1" };
      const create = () => scene.client.targets.create(stream.id, input, options);
      const [first, second] = await Promise.all([create(), create()]);
      const third = await create();
      mustEqual([second.id, third.id], [first.id, first.id], "A repeat with the same key answers the same target.");
      mustEqual((await scene.client.targets.list(stream.id)).length, 1, "One key makes one target.");
    },
    creates,
  ),

  ...(["error_after_commit", "timeout_after_commit"] as const).flatMap((kind) => [
    clause(
      `idempotency.stream-${kind.replaceAll("_", "-")}`,
      `A stream whose creation meets ${kind} is there once`,
      async (scene) => {
        const input = scene.streamInput();
        await once(scene, { operation: "stream.create", kind }, (options) =>
          scene.client.streams.create(input, options),
        );
        mustEqual(await scene.countStreams(), 1, "What was asked for once is made once.");
      },
      faults,
    ),

    clause(
      `idempotency.target-${kind.replaceAll("_", "-")}`,
      `A target whose creation meets ${kind} is there once`,
      async (scene) => {
        const { stream } = await scene.stage(0);
        const input = scene.target();
        await once(scene, { operation: "target.create", kind }, (options) =>
          scene.client.targets.create(stream.id, input, options),
        );
        mustEqual((await scene.client.targets.list(stream.id)).length, 1, "What was asked for once is made once.");
      },
      (scene) => all(faults(scene), creates(scene)),
    ),
  ]),

  clause(
    "idempotency.delete",
    "A deletion that was done although the provider said that it failed is a success",
    async (scene) => {
      const target = scene.first(await scene.stage(1));
      await once(scene, { operation: "delete", kind: "error_after_commit" }, (options) =>
        scene.client.targets.delete(target, options),
      );
      await scene.refusal("not_found", "What is deleted is gone.", () => scene.client.targets.get(target));
    },
    (scene) =>
      all(faults(scene), needs(scene.rule("target.delete").idle === "now", "a deletion does not apply at once")),
  ),
];

type Options = { idempotencyKey: string; timeoutMs: number };

/** Runs it into a fault, and, as a caller may, repeats it with the same key when that is worth it. */
async function once(
  scene: Scene,
  fault: { operation: "stream.create" | "target.create" | "delete"; kind: FaultKind },
  run: (options: Options) => Promise<unknown>,
): Promise<void> {
  await scene.harness.faults?.next(fault);
  const options = { idempotencyKey: "once-1", timeoutMs: scene.silenceMs };
  try {
    await run(options);
  } catch (error) {
    scene.seen.note("an error", error);
    if (!isMultistreamError(error) || !error.retryable) throw error;
    await scene.harness.faults?.clear();
    await run(options);
  }
}
