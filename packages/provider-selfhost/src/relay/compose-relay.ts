import type { Log } from "@polycast/core/provider";
import type { Clock } from "../hub/clock.ts";
import { FlushTimer } from "../hub/flush-timer.ts";
import { StreamHub } from "../hub/stream-hub.ts";
import type { Ownership } from "../ownership/ownership.ts";
import { createAddressGuard } from "../push/address-guard.ts";
import { createDial } from "../push/dial.ts";
import { createHostLookup } from "../push/host-lookup.ts";
import { KernelSendQueue } from "../push/kernel-send-queue.ts";
import { RestingPusher } from "../push/resting-pusher.ts";
import { TargetPusher } from "../push/target-pusher.ts";
import { destinationOf } from "./destination-of.ts";
import type { RelaySettings, WantedStream } from "./messages.ts";
import type { Outbox } from "./outbox.ts";
import { RelayStream } from "./relay-stream.ts";
import { RelayServer } from "./relay-server.ts";
import { Reporter } from "./reporter.ts";
import { shareStreams } from "./share-streams.ts";
import { TargetSet } from "./target-set.ts";

/** Milliseconds that a destination may take for each stage: well over a slow line's, well under a person's patience. */
const DIAL_TIMEOUTS = { connectMs: 8_000, handshakeMs: 6_000, commandMs: 8_000 };

/** What the relay's thread provides. */
export type RelayParts = {
  clock: Clock;
  firstSequence: number;
  outbox: Pick<Outbox, "observe" | "log">;
  /** Absent: the relay owns everything that it serves. */
  ownership?: Ownership;
};

/** Puts the relay together: what all streams share, and what each one has of its own. */
export function composeRelay(settings: RelaySettings, parts: RelayParts): RelayServer {
  const { clock, firstSequence, outbox, ownership } = parts;
  const { log } = outbox;
  const shared = ownership && shareStreams({ clock, log, ownership, tell: (seen) => outbox.observe(seen) });
  const tell = shared?.tell ?? ((seen) => outbox.observe(seen));
  const reporter = new Reporter({ clock, firstSequence, tell });
  const flushTimer = new FlushTimer({ clock, log });
  const sendQueue = new KernelSendQueue({ clock, log });
  const lookup = createHostLookup({ clock });
  const guard = createAddressGuard({ lookup, allowPrivate: settings.allowPrivateTargets });
  const dial = createDial({ guard, timeouts: DIAL_TIMEOUTS, ...(shared ? { fence: shared.fence } : {}) });

  const createStream = (wanted: WantedStream): RelayStream => {
    const streamLog = withFields(log, { stream: wanted.id });
    const hub = new StreamHub({ clock, flushTimer, log: streamLog });
    const targets: TargetSet = new TargetSet({
      clock,
      createPusher: (target, onStatus) =>
        new RestingPusher({
          source: hub,
          destination: destinationOf(target),
          clock,
          onStatus,
          wake: (destination, restingSince) =>
            new TargetPusher({
              source: hub,
              destination,
              dial,
              sendQueue,
              clock,
              onStatus,
              restingSince,
              log: withFields(streamLog, { target: target.id }),
            }),
        }),
      report: (targetId, status) => reporter.target(wanted.id, targetId, status, stream.sessionId),
      warn: (targetId, notice) => reporter.warning(wanted.id, targetId, notice),
    });
    const { reconnectWindowMs } = settings;
    const stream: RelayStream = new RelayStream(wanted, {
      clock,
      reporter,
      log: streamLog,
      hub,
      targets,
      reconnectWindowMs,
      ...(shared ? { createTenure: (tenant) => shared.createTenure(wanted.id, streamLog, tenant) } : {}),
    });
    return stream;
  };
  return new RelayServer(settings, { clock, log, createStream, ...(shared ? { shared } : {}) });
}

function withFields(log: Log, common: { stream: string } | { target: string }): Log {
  return (level, message, fields) => log(level, message, { ...common, ...fields });
}
