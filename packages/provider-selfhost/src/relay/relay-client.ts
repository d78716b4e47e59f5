import { Worker } from "node:worker_threads";
import { type Log, MultistreamError, type Observation } from "@polycast/core/provider";
import type { Command, FromRelay, RelayPorts, RelaySettings, ToRelay, WantedStream } from "./messages.ts";

/** What the relay's host provides. */
export type RelayHost = {
  settings: RelaySettings;
  /** Everything wanted, for the first opening and for one after a crash. */
  wanted(): WantedStream[];
  /** Takes down what was observed, before the command that caused it is answered. */
  note(observation: Observation): void;
  /** Passes it on, after that: whoever asked learns of the answer first. */
  tell(observation: Observation): void;
  log: Log;
};

/** Time between the crash of a relay and its return. */
const RESPAWN_DELAY_MS = 250;
const workerUrl = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);

type Pending = { resolve: (ports: RelayPorts | undefined) => void; reject: (error: MultistreamError) => void };

/**
 * The near end of a relay that runs in a thread of its own, so that whatever this thread does, media goes on. A relay
 * that dies is started again with everything that is wanted.
 */
export class RelayClient {
  readonly #host: RelayHost;
  readonly #pending = new Map<number, Pending>();
  #number = 0;
  #worker: Worker | undefined;
  #ports: RelayPorts | undefined;
  #closing = false;
  #respawn: NodeJS.Timeout | undefined;

  constructor(host: RelayHost) {
    this.#host = host;
  }

  /** The bound ports, once it is open. */
  get ports(): RelayPorts | undefined {
    return this.#ports;
  }

  /** @throws MultistreamError `conflict` when a port is taken, `invalid_argument` when it cannot be bound */
  async open(): Promise<RelayPorts> {
    this.#spawn();
    // After a crash the same ports are wanted again, not any free ones: encoders know the address.
    const settings = { ...this.#host.settings, rtmpPort: this.#ports?.rtmp ?? this.#host.settings.rtmpPort };
    const ports = await this.send({ type: "open", settings, streams: this.#host.wanted() });
    if (!ports) throw new MultistreamError("internal", "The relay opened without a port.");
    this.#ports = ports;
    return ports;
  }

  /** Resolves when the relay has done it and all observations up to then have been told. */
  send(command: Command): Promise<RelayPorts | undefined> {
    const worker = this.#worker;
    if (!worker) return Promise.reject(relayDown());
    const number = ++this.#number;
    return new Promise((resolve, reject) => {
      this.#pending.set(number, { resolve, reject });
      const message: ToRelay = { type: "command", number, command };
      worker.postMessage(message);
    });
  }

  /** Ends sessions and connections cleanly, then the thread. */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#respawn);
    const worker = this.#worker;
    if (!worker) return;
    await this.send({ type: "close" }).catch(() => undefined);
    this.#worker = undefined;
    await worker.terminate();
  }

  #spawn(): void {
    const worker = new Worker(workerUrl, { name: "polycast-relay" });
    this.#worker = worker;
    let cause = "";
    worker.on("message", (message: FromRelay) => this.#receive(worker, message));
    worker.on("error", (error) => (cause = error instanceof Error ? error.message : String(error)));
    worker.on("exit", () => this.#exited(worker, cause));
  }

  #receive(worker: Worker, message: FromRelay): void {
    switch (message.type) {
      case "observations": {
        this.#observe(message.observations);
        const read: ToRelay = { type: "read" };
        worker.postMessage(read);
        return;
      }
      case "log":
        for (const entry of message.entries) this.#host.log(...entry);
        return;
      case "done": {
        const pending = this.#pending.get(message.number);
        this.#pending.delete(message.number);
        this.#observe(message.observations);
        if (message.failure) pending?.reject(failureToError(message.failure));
        else pending?.resolve(message.ports);
      }
    }
  }

  #observe(observations: Observation[]): void {
    for (const observation of observations) this.#host.note(observation);
    setImmediate(() => {
      for (const observation of observations) this.#host.tell(observation);
    });
  }

  #exited(worker: Worker, cause: string): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    for (const { reject } of this.#pending.values()) reject(relayDown());
    this.#pending.clear();
    if (this.#closing || !this.#ports) return;
    this.#host.log("error", "the relay died and is started again", { cause });
    this.#scheduleRespawn();
  }

  #scheduleRespawn(): void {
    this.#respawn = setTimeout(() => {
      this.open().catch((error: unknown) => {
        this.#host.log("error", "the relay could not be started again", { cause: String(error) });
        if (!this.#closing && !this.#worker) this.#scheduleRespawn();
      });
    }, RESPAWN_DELAY_MS);
  }
}

function relayDown(): MultistreamError {
  return new MultistreamError("provider_unavailable", "The relay is not running.", {
    provider: "selfhost",
    outcome: "unknown",
    hint: "It is started again by itself; repeat the call in a moment.",
  });
}

function failureToError(failure: { code: string; message: string }): MultistreamError {
  const taken = failure.code === "EADDRINUSE";
  return new MultistreamError(taken ? "conflict" : "invalid_argument", failure.message, {
    provider: "selfhost",
    hint: taken
      ? "Stop what listens there, or choose another port: `rtmpPort`, or POLYCAST_RTMP_PORT."
      : "Check `host` and the ports of the relay.",
  });
}
