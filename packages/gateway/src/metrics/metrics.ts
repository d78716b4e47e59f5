import { Gauge, Registry } from "prom-client";
import { type Clock, systemClock } from "../control/clock.ts";
import { version } from "../version.ts";
import { createHttpMeter, type HttpMeter } from "./http-meter.ts";
import { processRegistry } from "./process-metrics.ts";
import { createDeliveryMeter, createIncomingMeter, type DeliveryMeter, type IncomingMeter } from "./webhook-meters.ts";

/**
 * What a gateway counts, for Prometheus. What happens often is measured as it happens; everything else is looked at when
 * somebody asks. No label holds a name, a key or a URL, and each has few values.
 */
export type Metrics = {
  registry: Registry;
  http: HttpMeter;
  incoming: IncomingMeter;
  deliveries: DeliveryMeter;
  /** Looks at something before the metrics are told. Where that fails, the rest is told all the same. */
  beforeTelling: (look: () => void | Promise<void>) => void;
  /** All of it in Prometheus' text format; the same for a second, whoever asks. */
  tell(): Promise<string>;
  /** The content type of that. */
  readonly contentType: string;
};

const FRESH_MS = 1000;

export type MetricsOptions = {
  /** Told of what could not be looked at. Default: nobody is. */
  onError?: (error: unknown) => void;
  /** Default: the system's. */
  clock?: Clock;
};

/** Makes them, with nothing but what they measure themselves. */
export function createMetrics({ onError, clock = systemClock }: MetricsOptions = {}): Metrics {
  const registry = new Registry();
  const build = new Gauge({
    name: "polycast_build_info",
    help: "Always 1; the version is in the label.",
    labelNames: ["version"],
    registers: [registry],
  });
  build.set({ version }, 1);
  const looks: (() => void | Promise<void>)[] = [];
  let told: { text: Promise<string>; until: number } | undefined;

  const collect = async (): Promise<string> => {
    for (const look of looks) {
      try {
        await look();
      } catch (error) {
        onError?.(error);
      }
    }
    const [own, process] = await Promise.all([registry.metrics(), processRegistry().metrics()]);
    return `${own}\n${process}`;
  };

  return {
    registry,
    http: createHttpMeter(registry),
    incoming: createIncomingMeter(registry),
    deliveries: createDeliveryMeter(registry),
    beforeTelling: (look) => void looks.push(look),
    tell() {
      const now = clock.now();
      if (!told || told.until <= now) told = { text: collect(), until: now + FRESH_MS };
      return told.text;
    },
    contentType: registry.contentType,
  };
}
