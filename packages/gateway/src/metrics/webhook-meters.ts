import { Counter, Histogram, type Registry } from "prom-client";
import { secondsBuckets } from "./buckets.ts";

/** Counts what providers send. */
export type IncomingMeter = {
  /** How a webhook was answered: see `Receipt`. */
  received(instance: string, status: 200 | 400 | 401 | 404 | 503): void;
};

/** Measures what is sent to endpoints. */
export type DeliveryMeter = {
  /** An attempt has ended. `status` of the answer; absent where there was none. */
  attempted: (attempt: { status?: number; error?: string; durationMs: number }) => void;
};

const outcomes = {
  200: "stored",
  400: "unreadable",
  401: "refused",
  404: "no_such_instance",
  503: "not_stored",
} as const;

/** Adds the first to a registry. */
export function createIncomingMeter(registry: Registry): IncomingMeter {
  const received = new Counter({
    name: "polycast_webhooks_received_total",
    help: "Webhooks of providers, by instance and by what they were answered.",
    labelNames: ["instance", "outcome"],
    registers: [registry],
  });
  return {
    received(instance, status) {
      // Anyone can send to any name.
      received.inc({ instance: status === 404 ? "none" : instance, outcome: outcomes[status] });
    },
  };
}

/** Adds the second to a registry. */
export function createDeliveryMeter(registry: Registry): DeliveryMeter {
  const durations = new Histogram({
    name: "polycast_webhook_delivery_duration_seconds",
    help: "How long attempts to deliver to webhook endpoints took, by how they ended.",
    labelNames: ["outcome"],
    buckets: secondsBuckets,
    registers: [registry],
  });
  return {
    attempted({ status, error, durationMs }) {
      const outcome = error === undefined ? "delivered" : status === undefined ? "unreachable" : "refused";
      durations.observe({ outcome }, durationMs / 1000);
    },
  };
}
