import { type Log, MultistreamError, type Observation } from "@polycast/core/provider";
import type { Cancel, Clock } from "../hub/clock.ts";
import { errorFields } from "../hub/log.ts";
import type { AskAnswers } from "./ask-answers.ts";
import { hostClock } from "./host-clock.ts";
import { inBatches, MAX_BATCH } from "./in-batches.ts";
import type { Command, LogEntry, RelayPorts, RelaySettings, WantedStream } from "./messages.ts";
import { nextSequence } from "./next-sequence.ts";
import { relayDown } from "./relay-error.ts";
import { RelayThread } from "./relay-thread.ts";
import { RestartDelay } from "./restart-delay.ts";
import { type SpawnRelay, spawnRelay } from "./spawn-relay.ts";

/** An observation before it has its number. */
export type Unnumbered = WithoutSequence<Observation>;
type WithoutSequence<T> = T extends unknown ? Omit<T, "sequence"> : never;

/** What the relay's host provides. None of it may throw. */
export type RelayHost = {
  settings: RelaySettings;
  /** Everything wanted, for the first opening and for one after a crash. Read on while other things are sent. */
  wanted(): Iterable<WantedStream>;
  /** Takes down what was observed, before the command that caused it is answered. */
  note(observation: Observation): void;
  /** Passes it on, after that: whoever asked learns of the answer first. */
  tell(observation: Observation): void;
  /** What changes because encoders and targets have just lost their connections with the relay. */
  disconnected(occurredAt: string): Unnumbered[];
  /** What changes because no relay has come back in time for the encoders to return. */
  givenUp(occurredAt: string): Unnumbered[];
  log: Log;
  /** Answers what the relay asks about its streams; absent where it shares them with nobody. */
  asks?: AskAnswers;
};

/** Milliseconds for a clean end; targets take at most one second, encoders too. */
const CLOSE_MS = 5_000;
/** Milliseconds after which it is worth looking again whether a relay has opened. */
const OPENING_MS = 1_000;

/**
 * The near end of a relay that runs in a thread of its own, so that whatever this thread does, media goes on. A relay
 * that dies is started again, on the same ports and with everything that is wanted. Until then its streams are what they
 * are for any lost encoder, `reconnecting`, and `idle` once the reconnect window is over.
 */
export class RelayClient {
  readonly #host: RelayHost;
  readonly #spawn: SpawnRelay;
  readonly #clock: Clock;
  readonly #restartDelay: RestartDelay;
  #thread: RelayThread | undefined;
  #ports: RelayPorts | undefined;
  #lastSequence = 0;
  #cancelRestart: Cancel = () => {};
  #cancelGivingUp: Cancel = () => {};
  #closing: Promise<void> | undefined;
  #isDraining = false;

  constructor(host: RelayHost, options: { spawn?: SpawnRelay; clock?: Clock } = {}) {
    this.#host = host;
    this.#spawn = options.spawn ?? spawnRelay;
    this.#clock = options.clock ?? hostClock;
    this.#restartDelay = new RestartDelay(this.#clock);
  }

  /** The bound ports, once it was open; they stay the same when it is started again. */
  get ports(): RelayPorts | undefined {
    return this.#ports;
  }

  /** Is there a relay that takes commands? */
  get isUp(): boolean {
    return this.#thread !== undefined;
  }

  /** @throws MultistreamError `conflict` when a port is taken, `invalid_argument` when it cannot be bound */
  async open(): Promise<void> {
    const thread: RelayThread = new RelayThread(this.#spawn, {
      observed: (observations) => this.#take(observations),
      logged: (entries) => this.#log(entries),
      ...(this.#host.asks ? { asks: this.#host.asks } : {}),
    });
    this.#thread = thread;
    try {
      this.#ports = await this.#openRelay(thread);
    } catch (error) {
      if (this.#thread === thread) this.#thread = undefined;
      await thread.terminate();
      throw error;
    }
    this.#restartDelay.opened();
    // What it has told of its streams has been passed on by the time it is open.
    await new Promise((resolve) => setImmediate(resolve));
    void thread.gone.then((cause) => this.#died(cause));
  }

  /**
   * Resolves when the relay has done it and everything observed up to then was noted.
   *
   * @throws MultistreamError `provider_unavailable` when no relay runs, or it dies over the command
   */
  async send(command: Command): Promise<void> {
    if (!this.#thread) throw relayDown("not_applied");
    await this.#thread.send(command);
  }

  /**
   * Takes no more sessions; resolves when those that go on are over, at the latest at the deadline. A relay that dies over
   * it is not started again.
   */
  async drain(deadlineMs: number): Promise<void> {
    this.#isDraining = true;
    this.#cancelRestart();
    await this.#thread?.send({ type: "drain", deadlineMs }).catch(() => undefined);
  }

  /** Ends sessions and connections cleanly, then the thread; everything that this causes has been told afterwards. */
  close(): Promise<void> {
    this.#closing ??= this.#shutDown();
    return this.#closing;
  }

  async #openRelay(thread: RelayThread): Promise<RelayPorts> {
    await thread.send({
      type: "prepare",
      settings: this.#settings(),
      firstSequence: this.#lastSequence,
      isShared: this.#host.asks !== undefined,
    });
    // Everything wanted is there before the first encoder may come.
    for (const streams of inBatches(this.#host.wanted(), MAX_BATCH)) await thread.send({ type: "put", streams });
    const ports = await thread.send({ type: "open" });
    if (!ports) throw new MultistreamError("internal", "The relay opened without a port.", { provider: "selfhost" });
    return ports;
  }

  /** After a crash the same ports are wanted again, not any free ones: encoders know the address. */
  #settings(): RelaySettings {
    const { settings } = this.#host;
    if (!this.#ports) return settings;
    const { rtmp: rtmpPort, rtmps: rtmpsPort } = this.#ports;
    const { rtmps } = settings;
    return { ...settings, rtmpPort, ...(rtmps && rtmpsPort ? { rtmps: { ...rtmps, port: rtmpsPort } } : {}) };
  }

  #died(cause: string): void {
    if (this.#closing) return;
    this.#thread = undefined;
    if (this.#isDraining) {
      this.#host.log("error", "the relay died while it was shut down", { cause });
      return this.#giveUp();
    }
    this.#host.log("error", "the relay died and is started again", { cause });
    this.#lose();
    this.#restartLater();
  }

  #lose(): void {
    const { reconnectWindowMs } = this.#host.settings;
    if (reconnectWindowMs === 0) return this.#giveUp();
    this.#number(this.#host.disconnected(this.#now()));
    this.#giveUpAfter(reconnectWindowMs);
  }

  #giveUpAfter(ms: number): void {
    this.#cancelGivingUp();
    this.#cancelGivingUp = this.#clock.after(ms, () => {
      // A relay that is being opened has been handed the sessions: whether they are over is up to it, if it opens.
      if (this.#thread) this.#giveUpAfter(OPENING_MS);
      else this.#giveUp();
    });
  }

  #giveUp(): void {
    this.#number(this.#host.givenUp(this.#now()));
  }

  #restartLater(): void {
    this.#cancelRestart = this.#clock.after(this.#restartDelay.next(), () => void this.#restart());
  }

  async #restart(): Promise<void> {
    try {
      await this.open();
      // From here on the relay itself waits for the encoders.
      this.#cancelGivingUp();
      this.#host.log("info", "the relay runs again");
    } catch (error) {
      if (this.#closing) return;
      this.#host.log("error", "the relay could not be started again", errorFields(error));
      this.#restartLater();
    }
  }

  async #shutDown(): Promise<void> {
    this.#cancelRestart();
    this.#cancelGivingUp();
    const thread = this.#thread;
    if (thread) {
      const late = Promise.withResolvers<void>();
      const cancel = this.#clock.after(CLOSE_MS, late.resolve);
      const done = thread.send({ type: "close" }).catch(() => undefined);
      await Promise.race([done, late.promise]);
      cancel();
      this.#thread = undefined;
      await thread.terminate();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }

  #number(observations: Unnumbered[]): void {
    const numbered: Observation[] = [];
    for (const observation of observations) {
      this.#lastSequence = nextSequence(this.#lastSequence, this.#clock.wall());
      numbered.push({ ...observation, sequence: this.#lastSequence });
    }
    this.#take(numbered);
  }

  #take(observations: Observation[]): void {
    for (const observation of observations) {
      this.#lastSequence = Math.max(this.#lastSequence, observation.sequence);
      this.#host.note(observation);
    }
    if (observations.length === 0) return;
    setImmediate(() => {
      for (const observation of observations) this.#host.tell(observation);
    });
  }

  #log(entries: LogEntry[]): void {
    for (const entry of entries) this.#host.log(...entry);
  }

  #now(): string {
    return new Date(this.#clock.wall()).toISOString();
  }
}
