import { Histogram, type Registry } from "prom-client";
import { secondsBuckets } from "./buckets.ts";

/** Measures requests. */
export type HttpMeter = {
  /** @param route its pattern, never the path itself */
  observe(method: string, route: string, status: number, seconds: number): void;
};

const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Adds it to a registry. */
export function createHttpMeter(registry: Registry): HttpMeter {
  const durations = new Histogram({
    name: "polycast_http_request_duration_seconds",
    help: "How long requests took until their answer began, by the route's pattern; event streams go on after that.",
    labelNames: ["method", "route", "status"],
    buckets: secondsBuckets,
    registers: [registry],
  });
  return {
    observe(method, route, status, seconds) {
      // Whoever asks can make up any number of words.
      const known = methods.has(method) ? method : "other";
      durations.observe({ method: known, route, status: `${Math.floor(status / 100)}xx` }, seconds);
    },
  };
}
