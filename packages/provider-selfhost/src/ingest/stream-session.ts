import type { Session, StreamState } from "@polycast/core/provider";
import { randomUUID } from "node:crypto";
import type { Cancel, Clock } from "../hub/clock.ts";

/** One step of a stream's life. `ended`: with it the named session is over; the state is the one that holds after it. */
export type SessionStep = { state: StreamState; since: string; session?: Session; ended: boolean };

/** Settings of {@link StreamSession}. */
export type StreamSessionOptions = {
  clock: Clock;
  enabled: boolean;
  /** Milliseconds that a lost encoder has for its return; with 0 it has none. */
  reconnectWindowMs: number;
  /** A session that was under way elsewhere, and whose encoder is lost. */
  resumed?: Session;
  onStep: (step: SessionStep) => void;
  /** A lost encoder has not returned in time; called after the steps that follow from that. */
  onGivenUp: () => void;
};

/**
 * Whether a stream is idle, live, reconnecting or disabled, and which session it is in. It knows of media and goodbyes
 * only, not of connections.
 */
export class StreamSession {
  readonly #clock: Clock;
  readonly #reconnectWindowMs: number;
  readonly #onStep: (step: SessionStep) => void;
  readonly #onGivenUp: () => void;
  #state: StreamState;
  #since: string;
  #session: Session | undefined;
  #cancelWindow: Cancel | undefined;

  constructor(options: StreamSessionOptions) {
    this.#clock = options.clock;
    this.#reconnectWindowMs = options.reconnectWindowMs;
    this.#onStep = options.onStep;
    this.#onGivenUp = options.onGivenUp;
    this.#state = options.enabled ? "idle" : "disabled";
    this.#since = this.#time();
    if (options.enabled && options.resumed) {
      this.#session = options.resumed;
      this.#state = "reconnecting";
      this.#openWindow();
    }
  }

  get state(): StreamState {
    return this.#state;
  }

  get session(): Session | undefined {
    return this.#session;
  }

  /** The present as a step, for somebody who has just begun to look. */
  get step(): SessionStep {
    const step: SessionStep = { state: this.#state, since: this.#since, ended: false };
    if (this.#session) step.session = this.#session;
    return step;
  }

  enable(): void {
    if (this.#state === "disabled") this.#enter("idle");
  }

  disable(): void {
    if (this.#state === "disabled") return;
    this.#stop("disabled");
  }

  /** Media has arrived. */
  media(): void {
    if (this.#state === "live" || this.#state === "disabled") return;
    this.#cancelWindow?.();
    this.#session ??= { id: randomUUID(), startedAt: this.#time() };
    this.#enter("live");
  }

  /** The media stopped without a goodbye: the encoder may return. */
  lost(): void {
    if (this.#state !== "live") return;
    if (this.#reconnectWindowMs === 0) return this.#giveUp();
    this.#enter("reconnecting");
    this.#openWindow();
  }

  /** The encoder said goodbye, or nobody waits for it any longer. */
  over(): void {
    if (this.#state !== "live" && this.#state !== "reconnecting") return;
    this.#stop("idle");
  }

  /** Goes on with a session that was under way elsewhere, and whose encoder is expected here. */
  adopt(session: Session): void {
    if (this.#state !== "idle") return;
    this.#session = session;
    this.#enter("reconnecting");
    this.#openWindow();
  }

  /** The session is somebody else's: it goes on, but not here. Nothing is told. */
  forget(): void {
    this.#cancelWindow?.();
    this.#cancelWindow = undefined;
    this.#session = undefined;
    if (this.#state === "disabled") return;
    this.#state = "idle";
    this.#since = this.#time();
  }

  #openWindow(): void {
    this.#cancelWindow = this.#clock.after(this.#reconnectWindowMs, () => this.#giveUp());
  }

  #giveUp(): void {
    this.over();
    this.#onGivenUp();
  }

  /** Ends the session, if there is one; it is forgotten last, so that what stops with the step can still name it. */
  #stop(state: "idle" | "disabled"): void {
    this.#cancelWindow?.();
    this.#cancelWindow = undefined;
    this.#enter(state, this.#session !== undefined);
    this.#session = undefined;
  }

  #enter(state: StreamState, ended = false): void {
    this.#state = state;
    this.#since = this.#time();
    this.#onStep({ ...this.step, ended });
  }

  #time(): string {
    return new Date(this.#clock.wall()).toISOString();
  }
}
