import { Counter, type Registry } from "prom-client";

/** What reconcilers have done so far: see `ReconcilerCounts`. */
type Counts = { passes: number; failures: number; steps: Readonly<Record<string, number>> };

/**
 * Adds what was done to bring the providers in line with the wishes to a registry.
 *
 * @returns what takes over the counts; call it before the registry is read
 */
export function addReconcileMetrics(registry: Registry, counts: () => Counts): () => void {
  const registers = [registry];
  const passes = new Counter({
    name: "polycast_reconcile_passes_total",
    help: "How often a stream was looked at to bring its provider in line with the wishes.",
    registers,
  });
  const failures = new Counter({
    name: "polycast_reconcile_failures_total",
    help: "Passes that ended with an error of the store, or because another gateway had taken over.",
    registers,
  });
  const steps = new Counter({
    name: "polycast_reconcile_steps_total",
    help: "Calls to providers on behalf of the wishes.",
    labelNames: ["step"],
    registers,
  });
  return () => {
    const now = counts();
    for (const counter of [passes, failures, steps]) counter.reset();
    passes.inc(now.passes);
    failures.inc(now.failures);
    for (const [step, count] of Object.entries(now.steps)) steps.inc({ step }, count);
  };
}
