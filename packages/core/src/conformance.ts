/**
 * The suite that every adapter passes, in both modes, driven by its capability table. It imports no test runner: what
 * you need is a harness that opens a fresh account or relay and moves what is around it (see `Harness`), and a loop.
 *
 * Under vitest (`context.skip` says loudly why a clause says nothing about this adapter):
 *
 * ```ts
 * import { clauses, modes, runClause } from "@polycast/core/conformance";
 * import { describe, test } from "vitest";
 *
 * describe.each(modes)("acme, %s", (mode) => {
 *   test.for(clauses)("$id: $title", async (clause, context) => {
 *     const { skipped } = await runClause(clause, openHarness, { mode });
 *     if (skipped !== undefined) context.skip(skipped);
 *   });
 * });
 * ```
 *
 * Under node:test:
 *
 * ```ts
 * for (const mode of modes) {
 *   for (const clause of clauses) {
 *     test(`${clause.id} (${mode}): ${clause.title}`, async (context) => {
 *       const { skipped } = await runClause(clause, openHarness, { mode });
 *       if (skipped !== undefined) context.skip(skipped);
 *     });
 *   }
 * }
 * ```
 *
 * An adapter that does not keep to a clause makes `runClause` throw a `ConformanceFailure`, which says the rule, what
 * was expected and what came.
 *
 * @module
 */
export type { Clause, ClauseGroup } from "./conformance/clause.ts";
export { clauses } from "./conformance/clauses.ts";
export { ConformanceFailure } from "./conformance/failure.ts";
export type {
  DestinationStage,
  EncoderStage,
  FaultStage,
  Harness,
  OpenHarness,
  WebhookTap,
} from "./conformance/harness.ts";
export { type ClauseOutcome, runClause } from "./conformance/run-clause.ts";
export { type Mode, modes } from "./conformance/scene.ts";
export { type Fault, type FaultKind, type FaultOperation, FaultPlan } from "./testing/fault.ts";
