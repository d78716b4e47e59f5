import type { Observation } from "@polycast/core/provider";
import type { AskAnswer, Command, FromRelay, ToRelay, WantedStream } from "../relay/messages.ts";
import type { SpawnRelay } from "../relay/spawn-relay.ts";

/** A relay that answers as a test says, without a thread. */
export class FakeRelay {
  readonly commands: Command[] = [];
  /** Batches of observations and log lines that were read. */
  reads = 0;
  isTerminated = false;
  /** What it was answered. */
  readonly answered: AskAnswer[] = [];
  /** Whether the next commands are answered, and how. */
  answers: "done" | "failure" | "silence" = "done";
  readonly #events: Parameters<SpawnRelay>[0];

  constructor(events: Parameters<SpawnRelay>[0]) {
    this.#events = events;
  }

  get prepared(): Extract<Command, { type: "prepare" }> | undefined {
    return this.commands.find((command) => command.type === "prepare");
  }

  /** What it was given before it was opened. */
  get openedWith(): WantedStream[] {
    const before = this.commands.slice(
      0,
      this.commands.findIndex(({ type }) => type === "open"),
    );
    return before.flatMap((command) => (command.type === "put" ? command.streams : []));
  }

  post(message: ToRelay): void {
    if (message.type === "read") {
      this.reads++;
      return;
    }
    if (message.type === "answer") {
      this.answered.push(message.answer);
      return;
    }
    const { number, command } = message;
    this.commands.push(command);
    queueMicrotask(() => this.#answer(number, command));
  }

  /** Tells something unasked. */
  say(message: FromRelay): void {
    this.#events.message(message);
  }

  observe(...observations: Observation[]): void {
    this.say({ type: "told", observations, log: [] });
  }

  die(cause = "it broke"): void {
    this.#events.gone(cause);
  }

  async terminate(): Promise<void> {
    this.isTerminated = true;
    this.die("terminated");
  }

  #answer(number: number, command: Command): void {
    if (this.answers === "silence" || this.isTerminated) return;
    const done: Extract<FromRelay, { type: "done" }> = { type: "done", number, observations: [] };
    const isOpen = this.commands.some(({ type }) => type === "open");
    if (this.answers === "failure" && isOpen) {
      return this.say({ ...done, failure: { code: "EADDRINUSE", message: "listen EADDRINUSE: 127.0.0.1:1935" } });
    }
    const settings = command.type === "open" ? this.prepared?.settings : undefined;
    if (!settings) return this.say(done);
    const rtmps = settings.rtmps ? { rtmps: settings.rtmps.port || 40_001 } : {};
    this.say({ ...done, ports: { rtmp: settings.rtmpPort || 40_000, ...rtmps } });
  }
}

/** Starts fake relays and keeps them, in the order of their start. */
export function createFakeSpawn(prepare: (relay: FakeRelay, index: number) => void = () => undefined) {
  const relays: FakeRelay[] = [];
  const spawn: SpawnRelay = (events) => {
    const relay = new FakeRelay(events);
    prepare(relay, relays.length);
    relays.push(relay);
    return relay;
  };
  return { spawn, relays };
}
