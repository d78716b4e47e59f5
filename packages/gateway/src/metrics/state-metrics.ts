import type { Stream, Target } from "@polycast/core";
import { Counter, Gauge, type Registry } from "prom-client";
import type { Clock } from "../control/clock.ts";
import { createTargetSamples } from "./target-samples.ts";

/** What they are made of. */
export type StateMetricsOptions = {
  /** All streams with what is known of their targets, from memory. */
  observed: () => Iterable<Stream>;
  clock: Clock;
  /** Targets that get series of their own, the first ones. Default 0: every series costs whoever keeps it. */
  maxTargets?: number;
};

/**
 * Adds what streams and targets are at to a registry. Where several gateways share a store, each tells of what it knows.
 *
 * @returns what looks at them; call it before the registry is read
 */
export function addStateMetrics(registry: Registry, options: StateMetricsOptions): () => void {
  const { observed, clock, maxTargets = 0 } = options;
  const registers = [registry];
  const streams = new Gauge({
    name: "polycast_streams",
    help: "Streams by what is observed.",
    labelNames: ["provider", "state"],
    registers,
  });
  const targets = new Gauge({
    name: "polycast_targets",
    help: "Targets by what is observed.",
    labelNames: ["provider", "state"],
    registers,
  });
  const pending = new Gauge({
    name: "polycast_pending_targets",
    help: "Targets of which something is asked for and not yet in effect, by when it takes effect.",
    labelNames: ["provider", "applies"],
    registers,
  });
  const seconds = new Counter({
    name: "polycast_target_seconds_in_state_total",
    help: "How long targets were in a state, all together.",
    labelNames: ["provider", "state"],
    registers,
  });
  const bytes = new Counter({
    name: "polycast_target_bytes_sent_total",
    help: "Bytes that destinations have taken, where the provider tells.",
    labelNames: ["provider"],
    registers,
  });
  const single = new Gauge({
    name: "polycast_target_live",
    help: "Does this target's destination accept media? For a bounded number of targets.",
    labelNames: ["provider", "stream", "target"],
    registers,
  });
  const bitrate = new Gauge({
    name: "polycast_target_bitrate_bps",
    help: "What this target's destination accepts, where the provider tells. For a bounded number of targets.",
    labelNames: ["provider", "stream", "target"],
    registers,
  });
  const samples = createTargetSamples(clock.now());

  const look = (target: Target): void => {
    const labels = { provider: target.provider, stream: target.streamId, target: target.id };
    single.set(labels, target.status.state === "live" ? 1 : 0);
    if (target.status.bitrateBps !== undefined) bitrate.set(labels, target.status.bitrateBps);
  };

  return () => {
    for (const gauge of [streams, targets, pending, single, bitrate]) gauge.reset();
    const all: Target[] = [];
    for (const stream of observed()) {
      streams.inc({ provider: stream.provider, state: stream.status.state });
      all.push(...(stream.targets ?? []));
    }
    for (const target of all.slice(0, maxTargets)) look(target);
    samples.take(all, clock.now(), (target, delta) => {
      const { provider } = target;
      targets.inc({ provider, state: target.status.state });
      if (target.pending) pending.inc({ provider, applies: target.pending.applies });
      for (const [state, passed] of delta.seconds) seconds.inc({ provider, state }, passed);
      if (target.status.bytesSent !== undefined) bytes.inc({ provider }, delta.bytes);
    });
  };
}
