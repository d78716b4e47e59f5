import type { TargetStatus } from "@polycast/core/provider";
import type { Cancel } from "../hub/clock.ts";
import { errorFields, type Log, silentLog } from "../hub/log.ts";
import type { MediaSource } from "../hub/media-source.ts";
import { Backoff } from "./backoff.ts";
import type { QueueLimits } from "./delivery-queue.ts";
import { isSamePlace, type PushDestination } from "./destination.ts";
import { FailureHistory, PROVEN_AFTER_MS } from "./failure-history.ts";
import { stalledReason } from "./failure.ts";
import type { KernelSendQueue } from "./kernel-send-queue.ts";
import { matchMedia } from "./media-match.ts";
import type { Dial } from "./publisher-port.ts";
import { PushTotals } from "./push-totals.ts";
import type { Dropped, Pusher } from "./pusher.ts";
import { RtmpSession } from "./rtmp-session.ts";
import { StatusKeeper, type StatusKeeperOptions, type StatusNumbers } from "./status-keeper.ts";

/** Settings of {@link TargetPusher}. */
export type TargetPusherOptions = Pick<StatusKeeperOptions, "clock" | "onStatus" | "restingSince"> & {
  source: MediaSource;
  destination: PushDestination;
  dial: Dial;
  /** Shared by all targets of the worker. */
  sendQueue: KernelSendQueue;
  random?: () => number;
  queueLimits?: QueueLimits;
  log?: Log;
};

/**
 * Pushes over RTMP or RTMPS. Whatever happens only changes what is wanted or known; one function,
 * `#reconcile`, then does the next step: at most one connection at a time, none without media, and
 * the next one only when the last is closed, because most platforms take one publisher per key.
 */
export class TargetPusher implements Pusher {
  readonly #options: TargetPusherOptions;
  readonly #status: StatusKeeper;
  readonly #backoff: Backoff;
  readonly #log: Log;
  #destination: PushDestination;
  #history = new FailureHistory();
  #stopListening: (() => void) | undefined;
  #session: RtmpSession | undefined;
  /** Resolves when the connection that is being closed is gone. */
  #closing: Promise<void> | undefined;
  /** The session whose connection that is. */
  #leaving: RtmpSession | undefined;
  #retry: { cancel: Cancel; at: number } | undefined;
  /** Why nothing is tried any more. `media` may mend itself, by another codec. */
  #failed: "media" | "destination" | undefined;
  #attempt = 0;
  #liveSince: number | undefined;
  #totals = new PushTotals();

  constructor(options: TargetPusherOptions) {
    const { clock, onStatus, restingSince, log = silentLog } = options;
    this.#options = options;
    this.#destination = options.destination;
    this.#backoff = new Backoff(options.random);
    this.#log = log;
    this.#status = new StatusKeeper({ clock, onStatus, restingSince, log, numbers: () => this.#numbers() });
  }

  start(): void {
    if (this.#stopListening) return;
    this.#stopListening = this.#options.source.onChange(() => this.#reconcile());
    this.#reconcile();
  }

  update(destination: PushDestination): void {
    const isSame = isSamePlace(this.#destination, destination);
    this.#destination = destination;
    if (isSame) return this.#reconcile();
    this.#history = new FailureHistory();
    this.restart();
  }

  restart(): void {
    this.#beginAnew();
    this.#leave();
    this.#reconcile();
  }

  async stop(): Promise<void> {
    this.#stopListening?.();
    this.#stopListening = undefined;
    this.#status.tellAgain();
    this.#beginAnew();
    this.#leave();
    await this.#closing;
  }

  abandon(): void {
    this.#stopListening?.();
    this.#stopListening = undefined;
    this.#retry?.cancel();
    this.#retry = undefined;
    const open = [this.#session, this.#leaving];
    this.#session = undefined;
    for (const session of open) session?.abandon();
  }

  snapshot(): TargetStatus {
    return this.#status.snapshot();
  }

  get dropped(): Dropped {
    return this.#totals.with(this.#session).dropped;
  }

  /** Takes the next step from what is wanted, what the source has, and what has happened. */
  #reconcile(): void {
    if (!this.#stopListening) return;
    const { state, codecs } = this.#options.source;
    if (state === "idle") this.#endSession();
    if (state !== "delivering") return this.#rest();

    const match = matchMedia(codecs, this.#destination);
    if (typeof match === "object") {
      this.#failed = "media";
      this.#leave();
      return this.#status.enter("failed", match);
    }
    if (match === "fits" && this.#failed === "media") this.#failed = undefined;
    if (this.#failed || this.#session || this.#retry) return;
    if (this.#closing) return this.#status.enter("connecting");
    this.#connect();
  }

  #connect(): void {
    const { source, dial, sendQueue, clock, queueLimits } = this.#options;
    this.#attempt += 1;
    this.#liveSince = undefined;
    const session: RtmpSession = new RtmpSession({
      source,
      dial,
      sendQueue,
      clock,
      destination: this.#destination,
      attempt: this.#attempt,
      ...(queueLimits ? { queueLimits } : {}),
      events: {
        accepting: () => this.#accepting(),
        stalled: () => this.#status.enter("retrying", stalledReason),
        ended: (error) => this.#ended(session, error),
      },
    });
    this.#session = session;
    this.#status.enter("connecting");
    session.start();
  }

  #accepting(): void {
    this.#liveSince ??= this.#options.clock.now();
    this.#attempt = 0;
    this.#status.enter("live");
  }

  #ended(session: RtmpSession, error: unknown): void {
    if (session !== this.#session) return;
    const liveMs = this.#account(session);
    const at = this.#options.clock.now();
    const { reason, retry } = this.#history.judge(error, { liveMs, at, place: this.#destination });
    this.#log("info", "a target's connection ended", {
      ...errorFields(error),
      reason: reason.code,
      liveMs: Math.round(liveMs),
      retry,
    });
    if (!retry) {
      this.#failed = "destination";
      return this.#status.enter("failed", reason);
    }
    const waitMs = this.#backoff.next();
    const cancel = this.#options.clock.after(waitMs, () => {
      this.#retry = undefined;
      this.#reconcile();
    });
    this.#retry = { cancel, at: at + waitMs };
    this.#status.enter("retrying", reason);
  }

  /** The source delivers nothing, so nothing is dialled, and what is open is closed: here and nowhere else. */
  #rest(): void {
    this.#leave();
    // Within a session a failure stays what it is: the encoder's return mends nothing.
    if (!this.#failed) this.#status.enter("idle");
  }

  /** The next session is a new chance, with counters from zero. */
  #endSession(): void {
    this.#leave();
    this.#beginAnew();
    this.#totals = new PushTotals();
  }

  #beginAnew(): void {
    this.#failed = undefined;
    this.#attempt = 0;
    this.#backoff.reset();
    this.#history.forgive();
  }

  /** Closes the connection if there is one, and takes back the next attempt. */
  #leave(): void {
    this.#retry?.cancel();
    this.#retry = undefined;
    const session = this.#session;
    if (!session) return;
    this.#account(session);
    this.#leaving = session;
    this.#closing = this.#close(session);
  }

  async #close(session: RtmpSession): Promise<void> {
    try {
      await session.close();
    } catch (error) {
      this.#log("warn", "a target's connection did not close cleanly", errorFields(error));
    }
    this.#closing = undefined;
    this.#leaving = undefined;
    this.#reconcile();
  }

  /** Takes over what a session has achieved; answers for how long it was live. */
  #account(session: RtmpSession): number {
    this.#session = undefined;
    this.#totals.add(session);
    const lastByteAt = session.numbers.lastByteAt ?? -Infinity;
    const liveMs = Math.max(0, lastByteAt - (this.#liveSince ?? Infinity));
    this.#history.lived(liveMs);
    if (liveMs >= PROVEN_AFTER_MS) this.#backoff.reset();
    return liveMs;
  }

  #numbers(): StatusNumbers {
    const { acceptedBytes, lastByteAt } = this.#totals.with(this.#session);
    const bitrateBps = this.#status.state === "live" ? this.#session?.numbers.bitrateBps : undefined;
    return {
      ...(this.#attempt > 0 ? { attempt: this.#attempt } : {}),
      ...(bitrateBps === undefined ? {} : { bitrateBps }),
      ...(acceptedBytes > 0 ? { bytesSent: acceptedBytes } : {}),
      nextAttemptAt: this.#retry?.at,
      lastByteAt,
    };
  }
}
