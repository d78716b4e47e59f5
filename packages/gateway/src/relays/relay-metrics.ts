import { Gauge } from "prom-client";
import type { Metrics } from "../metrics/metrics.ts";
import type { RelayFigures } from "./relay-role.ts";

/** Adds what a relay knows of itself; it is looked at when somebody asks. No label names a stream or a target. */
export function addRelayMetrics(metrics: Metrics, figures: () => RelayFigures): void {
  const registers = [metrics.registry];
  const gauge = (name: string, help: string) => new Gauge({ name: `polycast_relay_${name}`, help, registers });
  const streams = gauge("streams", "Streams that this relay would serve.");
  const held = gauge("held_streams", "Streams that are this relay's at this moment.");
  const lease = gauge("lease_good", "Does the store count this relay as alive?");
  const draining = gauge("draining", "Does it take no more encoders?");
  const waiting = gauge("waiting_reports", "Observations that are not in the store yet.");
  const bitrate = gauge("bitrate_bps", "What all targets of this relay accept, per second.");
  const targets = new Gauge({
    name: "polycast_relay_targets",
    help: "Targets of this relay that are not at rest, by their state.",
    labelNames: ["state"],
    registers,
  });
  metrics.beforeTelling(() => {
    const now = figures();
    streams.set(now.streams);
    held.set(now.held);
    lease.set(now.leaseGood ? 1 : 0);
    draining.set(now.draining ? 1 : 0);
    waiting.set(now.waitingReports);
    bitrate.set(now.targets.reduce((sum, { bitrateBps = 0 }) => sum + bitrateBps, 0));
    targets.reset();
    for (const { state } of now.targets) targets.inc({ state });
  });
}
