import { Histogram, type Registry } from "prom-client";
import type { Store } from "../store/index.ts";
import { secondsBuckets } from "./buckets.ts";

/** A store whose writes are measured, from the asking to the COMMIT. */
export function meterStore(store: Store, registry: Registry): Store {
  const durations = new Histogram({
    name: "polycast_store_write_duration_seconds",
    help: "How long units of work took to be stored, waiting included.",
    labelNames: ["outcome"],
    buckets: secondsBuckets,
    registers: [registry],
  });
  return {
    ...store,
    async write(unit) {
      const start = performance.now();
      let outcome = "failed";
      try {
        const result = await store.write(unit);
        outcome = "stored";
        return result;
      } finally {
        durations.observe({ outcome }, (performance.now() - start) / 1000);
      }
    },
  };
}
