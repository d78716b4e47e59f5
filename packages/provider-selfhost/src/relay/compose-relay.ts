import type { Clock } from "../hub/clock.ts";
import { FlushTimer } from "../hub/flush-timer.ts";
import { StreamHub } from "../hub/stream-hub.ts";
import { createAddressGuard } from "../push/address-guard.ts";
import { createDial } from "../push/dial.ts";
import { createHostLookup } from "../push/host-lookup.ts";
import { KernelSendQueue } from "../push/kernel-send-queue.ts";
import { TargetPusher } from "../push/target-pusher.ts";
import type { RelaySettings, WantedStream, WantedTarget } from "./messages.ts";
import type { Outbox } from "./outbox.ts";
import { RelayStream } from "./relay-stream.ts";
import { Relay } from "./relay.ts";
import { Reporter } from "./reporter.ts";
import { TargetSet } from "./target-set.ts";

/** Milliseconds that a destination may take for each stage: well over a slow line's, well under a person's patience. */
const DIAL_TIMEOUTS = { connectMs: 8_000, handshakeMs: 6_000, commandMs: 8_000 };

/** Puts the relay together: what all streams share, and what each one has of its own. */
export function composeRelay(settings: RelaySettings, { clock, outbox }: { clock: Clock; outbox: Outbox }): Relay {
  const { log } = outbox;
  const reporter = new Reporter(clock, (observation) => outbox.observe(observation));
  const flushTimer = new FlushTimer({ clock });
  const sendQueue = new KernelSendQueue({ clock, log });
  const lookup = createHostLookup({ clock });
  const guard = createAddressGuard({ lookup, allowPrivate: settings.allowPrivateTargets });
  const dial = createDial({ guard, timeouts: DIAL_TIMEOUTS });

  const createStream = (wanted: WantedStream): RelayStream => {
    const streamLog: typeof log = (level, message, fields) => log(level, message, { stream: wanted.id, ...fields });
    const hub = new StreamHub({ clock, flushTimer, log: streamLog });
    const createPusher = (target: WantedTarget, onStatus: (status: Parameters<typeof report>[1]) => void) =>
      new TargetPusher({
        source: hub,
        destination: destinationOf(target),
        dial,
        sendQueue,
        clock,
        onStatus,
        log: (level, message, fields) => streamLog(level, message, { target: target.id, ...fields }),
      });
    const report: TargetSetReport = (targetId, status) =>
      reporter.target(wanted.id, targetId, status, stream.sessionId);
    const targets = new TargetSet({ clock, createPusher, report });
    const { reconnectWindowMs } = settings;
    const stream: RelayStream = new RelayStream(wanted, { clock, reporter, log, hub, targets, reconnectWindowMs });
    return stream;
  };
  return new Relay(settings, { clock, log, createStream });
}

type TargetSetReport = ConstructorParameters<typeof TargetSet>[0]["report"];

function destinationOf({ plan, acceptedVideoCodecs, acceptedAudioCodecs }: WantedTarget) {
  return {
    ...plan,
    ...(acceptedVideoCodecs ? { acceptedVideoCodecs } : {}),
    ...(acceptedAudioCodecs ? { acceptedAudioCodecs } : {}),
  };
}
