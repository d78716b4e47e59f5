import { isMultistreamError } from "../../errors/multistream-error.ts";
import { type Clause, clause, has, needs } from "../clause.ts";
import { mustEqual, mustHold } from "../must.ts";
import type { Scene } from "../scene.ts";

/** More often than any adapter tries. */
const ALWAYS = 50;

const faults = (scene: Scene) => needs(scene.harness.faults, "the harness has no faults");

/** What is thrown when something goes wrong. */
export const errorClauses: readonly Clause[] = [
  clause("errors.provider", "Every error is a MultistreamError that names the provider", async (scene) => {
    const { adapter } = scene;
    const unknown = { streamId: "no-such-stream-0000000000", id: "no-such-target-0000000000" };
    const rule = "An adapter throws only MultistreamError, with its own name as `provider`.";
    for (const run of [
      () => adapter.streams.get(unknown.streamId, scene.context()),
      () => adapter.targets.get(unknown, scene.context()),
      () => adapter.targets.list(unknown.streamId, scene.context()),
      () => adapter.streams.getIngest(unknown.streamId, scene.context()),
    ]) {
      const error: unknown = await run().then(
        () => "a success",
        (thrown: unknown) => thrown,
      );
      mustHold(isMultistreamError(error), rule, "a MultistreamError", error);
      mustEqual([error.provider, error.retryable, error.outcome], [adapter.name, false, "not_applied"], rule);
    }
  }),

  clause(
    "errors.bad-credentials",
    "Wrong credentials are unauthenticated, on reads and on writes",
    async (scene) => {
      const client = await scene.withBadCredentials();
      if (!client) return;
      const rule = "Wrong credentials are unauthenticated.";
      for (const run of [async () => client.streams.list(), () => client.streams.create(scene.streamInput())]) {
        const error = await scene.refusal("unauthenticated", rule, run);
        mustHold(!error.retryable, rule, "no repeat to be worth it", error);
      }
    },
    (scene) => needs(has(scene.harness, "withBadCredentials"), "the harness has no bad credentials"),
  ),

  clause("errors.aborted", "A call whose signal is aborted already throws the signal's reason", async (scene) => {
    const reason = new Error("the caller went away");
    const { stream } = await scene.stage(0);
    const thrown: unknown = await scene.client.streams
      .get(stream.id, { signal: AbortSignal.abort(reason) })
      .catch((error: unknown) => error);
    mustHold(thrown === reason, "An abort goes out as it came.", "the signal's reason", thrown);
    const direct: unknown = await scene.adapter.streams
      .create({ name: scene.name(), enabled: true, targets: [] }, scene.context(AbortSignal.abort(reason)))
      .catch((error: unknown) => error);
    mustHold(direct === reason, "An abort goes out as it came.", "the signal's reason", direct);
    mustEqual(await scene.countStreams(), 1, "A call that was aborted before it began does nothing.");
  }),

  clause(
    "errors.aborted-while-waiting",
    "A call that is aborted while the provider is silent ends at once, with the signal's reason",
    async (scene) => {
      const { stream } = await scene.stage(0);
      const controller = new AbortController();
      const reason = new Error("the caller went away");
      await scene.harness.faults?.next({ operation: "read", kind: "timeout", times: ALWAYS });
      const answer = scene.adapter.streams.get(stream.id, scene.context(controller.signal));
      const thrown = answer.catch((error: unknown) => error);
      setTimeout(() => controller.abort(reason), scene.silenceMs);
      mustHold((await thrown) === reason, "An abort goes out as it came.", "the signal's reason", await thrown);
    },
    faults,
  ),

  clause(
    "errors.timeout",
    "A write that is not answered in time is a timeout of unknown outcome",
    async (scene) => {
      await scene.harness.faults?.next({ operation: "stream.create", kind: "timeout", times: ALWAYS });
      const rule = "A write that is not answered may have been done.";
      const error = await scene.refusal("timeout", rule, () =>
        scene.client.streams.create(scene.streamInput(), { timeoutMs: scene.silenceMs }),
      );
      mustEqual([error.outcome, error.retryable], ["unknown", true], rule);
    },
    faults,
  ),

  clause(
    "errors.unavailable",
    "A read that the provider fails to answer is provider_unavailable, and worth repeating",
    async (scene) => {
      const { stream } = await scene.stage(0);
      await scene.harness.faults?.next({ operation: "read", kind: "error", times: ALWAYS });
      const rule = "A provider that fails is provider_unavailable.";
      const error = await scene.refusal("provider_unavailable", rule, () => scene.client.streams.get(stream.id));
      mustEqual([error.retryable, error.provider], [true, scene.adapter.name], rule);
      await scene.harness.faults?.clear();
      mustEqual((await scene.client.streams.get(stream.id)).id, stream.id, "A provider that is back is used again.");
    },
    faults,
  ),

  clause(
    "errors.hiccup",
    "A read that fails once is repeated by the adapter",
    async (scene) => {
      const { stream } = await scene.stage(0);
      await scene.harness.faults?.next({ operation: "read", kind: "error" });
      mustEqual((await scene.client.streams.get(stream.id)).id, stream.id, "A read is repeated by itself.");
    },
    faults,
  ),

  clause(
    "errors.garbage",
    "An answer that cannot be read is provider_response_invalid",
    async (scene) => {
      const { stream } = await scene.stage(0);
      await scene.harness.faults?.next({ operation: "read", kind: "garbage", times: ALWAYS });
      const rule = "An answer of another shape is provider_response_invalid.";
      await scene.refusal("provider_response_invalid", rule, () => scene.client.streams.get(stream.id));
    },
    faults,
  ),

  clause(
    "errors.rate-limited",
    "A call that comes too often is made again when the provider says so",
    async (scene) => {
      const rule = "A call that was rate limited is made once.";
      await scene.harness.faults?.next({ operation: "read", kind: "rate_limited" });
      const { stream } = await scene.stage(0);
      mustEqual((await scene.client.streams.get(stream.id)).id, stream.id, rule);
      await scene.harness.faults?.next({ operation: "stream.create", kind: "rate_limited" });
      await scene.client.streams.create(scene.streamInput());
      mustEqual(await scene.countStreams(), 2, rule);
    },
    faults,
  ),
];
