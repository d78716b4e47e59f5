import type { Observation } from "@polycast/core/provider";
import { FlushTimer } from "../hub/flush-timer.ts";
import { StreamHub } from "../hub/stream-hub.ts";
import { media } from "../hub/testing/media.ts";
import { hashStreamKey } from "../ingest/stream-key.ts";
import { destinationOf } from "../relay/destination-of.ts";
import type { LogEntry, WantedStream, WantedTarget } from "../relay/messages.ts";
import type { Ownership } from "../ownership/ownership.ts";
import { type Tenant, Tenure } from "../ownership/tenure.ts";
import { RelayStream } from "../relay/relay-stream.ts";
import { Reporter } from "../relay/reporter.ts";
import { TargetSet } from "../relay/target-set.ts";
import type { PublishEnd, PublishRequest, PublishSink } from "../rtmp/server-types.ts";
import { FakePusher } from "./fake-pusher.ts";
import { createManualClock, type ManualClock } from "./manual-clock.ts";

/** A target that is wanted. */
export function aWantedTarget(id: string, differences: Partial<WantedTarget> = {}): WantedTarget {
  const tcUrl = "rtmp://live.example/app";
  const plan = { protocol: "rtmp", host: "live.example", port: 1935, app: "app", tcUrl, streamKey: "key" } as const;
  return { id, enabled: true, revision: 1, plan, ...differences };
}

/** A stream that is wanted. */
export function aWantedStream(differences: Partial<WantedStream> = {}): WantedStream {
  return { id: "s", enabled: true, keyHash: hashStreamKey("ik_1"), targets: [], ...differences };
}

/** Lets promises that are due run. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** What a staged relay has in common with others. */
export type StagedShare = { clock: ManualClock; ownership: Ownership };

/** Streams of a relay with targets by script, in a world where time passes only when the test says so. */
export function createRelayStage(reconnectWindowMs = 60_000, share?: StagedShare) {
  const clock = share?.clock ?? createManualClock();
  const observations: Observation[] = [];
  const logged: LogEntry[] = [];
  const pushers: FakePusher[] = [];
  const hubs: StreamHub[] = [];
  const log = (...entry: LogEntry): void => void logged.push(entry);
  const reporter = new Reporter({
    clock,
    firstSequence: 0,
    tell: (observation) => void observations.push(observation),
  });
  const flushTimer = new FlushTimer({ clock });
  clock.advance(60_000);

  const createStream = (wanted: WantedStream): RelayStream => {
    const hub = new StreamHub({ clock, flushTimer });
    hubs.push(hub);
    const targets: TargetSet = new TargetSet({
      clock,
      createPusher: (target, report) => {
        const pusher = new FakePusher(destinationOf(target), report);
        pushers.push(pusher);
        return pusher;
      },
      report: (targetId, status) => reporter.target(wanted.id, targetId, status, stream.sessionId),
      warn: (targetId, notice) => reporter.warning(wanted.id, targetId, notice),
    });
    const createTenure = (tenant: Tenant): Tenure => {
      if (!share) throw new Error("nothing is shared");
      return new Tenure({ ...tenant, ...share, streamId: wanted.id, log, gaps: () => 0, known: settle });
    };
    const deps = { clock, reporter, log, hub, targets, reconnectWindowMs };
    const stream: RelayStream = new RelayStream(wanted, share ? { ...deps, createTenure } : deps);
    stream.put(wanted);
    return stream;
  };
  /** What was said about streams: their states, `ended idle` where a session is over with it. */
  const told = (): string[] =>
    observations.flatMap((one) =>
      one.kind === "stream" ? [one.ended ? `ended ${one.status.state}` : one.status.state] : [],
    );
  const sessions = (): (string | undefined)[] =>
    observations.flatMap((one) => (one.kind === "stream" ? [one.session?.id] : []));
  return { clock, observations, logged, pushers, hubs, log, createStream, told, sessions };
}

/** An encoder at a relay without a network in between. */
export class FakeEncoder {
  /** How the relay has ended its connection. */
  disconnected: "replaced" | "server_closed" | undefined;
  /** The relay's refusal. */
  refused: string | undefined;
  /** Sends on when it is sent away, as what was under way already does. */
  isStubborn = false;
  readonly #gone = new AbortController();
  #sink: PublishSink | undefined;
  #at = 0;

  /** What it asks for. */
  request(streamName = "ik_1"): PublishRequest {
    return {
      app: "live",
      streamName,
      remoteAddress: "192.0.2.7",
      secure: false,
      connectObject: { flashVer: "FMLE/3.0" },
      signal: this.#gone.signal,
    };
  }

  /** Asks to publish; answers whether it may. */
  async publish(stream: Pick<RelayStream, "publish">): Promise<boolean> {
    const decision = await stream.publish(this.request(), {
      bytesRead: 0,
      pause: () => undefined,
      resume: () => undefined,
      disconnect: (reason) => {
        this.disconnected ??= reason;
        if (!this.isStubborn) this.#close(reason);
      },
    });
    if (decision.accept) this.#sink = decision.sink;
    else this.refused = decision.code;
    return decision.accept;
  }

  /** Sends a keyframe. */
  frame(): void {
    this.#sink?.media(media.keyframe((this.#at += 40)));
  }

  /** Sends metadata, which is no sign of life. */
  metadata(): void {
    this.#sink?.media(media.metadata());
  }

  /** Ends its connection; with `unpublished` it says so before. */
  leave(reason: PublishEnd = "disconnected"): void {
    this.#gone.abort();
    this.#close(reason);
  }

  #close(reason: PublishEnd): void {
    const sink = this.#sink;
    this.#sink = undefined;
    sink?.closed(reason);
  }
}
