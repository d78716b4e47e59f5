import type { CallOptions } from "../../client/multistream.ts";
import type { Fault, FaultOperation } from "../../testing/fault.ts";
import { all, type Clause, clause, needs } from "../clause.ts";
import { mustEqual, mustHold } from "../must.ts";
import type { Aimed, Scene } from "../scene.ts";

/** More often than any adapter tries. */
const ALWAYS = 50;

type Create = (options: CallOptions) => Promise<unknown>;

/** One thing that a key is used for. */
type Thing = {
  word: "stream" | "target";
  operation: FaultOperation;
  applies: (scene: Scene) => true | string;
  /** What makes the thing, what would make another, and how many there are. */
  stage: (scene: Scene) => Promise<{ create: Create; createOther: Create; count: () => Promise<number> }>;
};

const things: readonly Thing[] = [
  {
    word: "stream",
    operation: "stream.create",
    applies: () => true,
    stage: async (scene) => {
      const input = scene.streamInput();
      return {
        create: (options) => scene.client.streams.create(input, options),
        createOther: (options) => scene.client.streams.create({ ...input, name: scene.name() }, options),
        count: () => scene.countStreams(),
      };
    },
  },
  {
    word: "target",
    operation: "target.create",
    applies: (scene) => needs(scene.allows("target.create"), "the table does not let a target be created"),
    stage: async (scene) => {
      const { stream } = await scene.stage(0);
      // No key is there before it is sent: an adapter cannot keep back what it has not seen.
      let input: Aimed | undefined;
      return {
        create: (options) => scene.client.targets.create(stream.id, (input ??= scene.target()), options),
        createOther: (options) => scene.client.targets.create(stream.id, scene.target(), options),
        count: async () => (await scene.client.targets.list(stream.id)).length,
      };
    },
  },
];

const faults = (scene: Scene) => needs(scene.harness.faults, "the harness has no faults");

const keyClauses = things.flatMap(({ word, operation, applies, stage }) => [
  clause(
    `idempotency.${word}-after-timeout`,
    `A ${word} whose caller gave up after it was made is there once when the call is repeated with its key`,
    async (scene) => {
      const { create, count } = await stage(scene);
      const silent = { operation, kind: "timeout_after_commit", times: ALWAYS } as const;
      await repeat(scene, [silent], { timeoutMs: scene.impatienceMs }, create);
      mustEqual(await count(), 1, "A repeat looks for what the first call may have made.");
    },
    (scene) => all(faults(scene), applies(scene)),
  ),

  clause(
    `idempotency.${word}-first-aborted`,
    `Of two callers with one key, the second gets its ${word} although the first goes away`,
    async (scene) => {
      const { create, count } = await stage(scene);
      const controller = new AbortController();
      const reason = new Error("the first caller went away");
      await scene.harness.faults?.next({ operation, kind: "timeout_after_commit" });
      const both = Promise.allSettled([
        create({ idempotencyKey: "shared-1", signal: controller.signal }),
        create({ idempotencyKey: "shared-1" }),
      ]);
      const timer = setTimeout(() => controller.abort(reason), scene.impatienceMs);
      const [first, second] = await both;
      clearTimeout(timer);
      const left = first.status === "fulfilled" || first.reason === reason;
      mustHold(left, "An abort goes out as it came.", "the signal's reason", first);
      const stayed = second.status === "fulfilled" ? "the same" : second.reason;
      mustHold(stayed === "the same", "One caller's abort is not another's.", "a success", stayed);
      mustEqual(await count(), 1, "One key makes one thing.");
    },
    (scene) => all(faults(scene), applies(scene)),
  ),

  clause(
    `idempotency.${word}-other-input`,
    `The key of a ${word} with another input is a conflict, and makes nothing`,
    async (scene) => {
      const { create, createOther, count } = await stage(scene);
      await create({ idempotencyKey: "taken-1" });
      const rule = "A key stands for one input.";
      const error = await scene.refusal("conflict", rule, () => createOther({ idempotencyKey: "taken-1" }));
      mustEqual([error.outcome, error.retryable], ["not_applied", false], rule);
      mustEqual(await count(), 1, rule);
    },
    applies,
  ),
]);

/** A key that is used again: after a call of which nobody knows what came, by two callers, for something else. */
export const repeatClauses: readonly Clause[] = [
  ...keyClauses,

  clause(
    "idempotency.stream-after-outage",
    "A stream that was made just before the provider went down is there once when the call is repeated with its key",
    async (scene) => {
      const input = scene.streamInput();
      // The answer to the creation is lost, and the stream cannot be looked for.
      const lost = { operation: "stream.create", kind: "error_after_commit", times: ALWAYS } as const;
      const down = { operation: "read", kind: "error", times: ALWAYS } as const;
      await repeat(scene, [lost, down], {}, (options) => scene.client.streams.create(input, options));
      mustEqual(await scene.countStreams(), 1, "A repeat looks for what the first call may have made.");
    },
    faults,
  ),
];

/** Makes a call while all of this goes wrong, and, whatever came of it, the same call when all is well again. */
async function repeat(scene: Scene, wrong: readonly Fault[], options: CallOptions, create: Create): Promise<void> {
  for (const fault of wrong) await scene.harness.faults?.next(fault);
  await create({ ...options, idempotencyKey: "again-1" }).catch((error: unknown) => scene.seen.note("an error", error));
  await scene.harness.faults?.clear();
  await create({ idempotencyKey: "again-1" });
}
