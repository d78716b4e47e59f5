import type { Observation } from "@polycast/core/provider";
import type { AskAnswers } from "./ask-answers.ts";
import type { Ask, Command, FromRelay, LogEntry, RelayPorts } from "./messages.ts";
import { commandFailed, openFailed, relayDown } from "./relay-error.ts";
import type { RelayLink, SpawnRelay } from "./spawn-relay.ts";

/** Takes what a relay tells. */
export type RelayListener = {
  observed(observations: Observation[]): void;
  logged(entries: LogEntry[]): void;
  /** Answers what the relay asks; absent where it shares its streams with nobody. */
  asks?: AskAnswers;
};

type Pending = PromiseWithResolvers<RelayPorts | undefined> & { isOpening: boolean };

/** One relay from its start to its end: commands in, answers and observations out. */
export class RelayThread {
  readonly #listener: RelayListener;
  readonly #link: RelayLink;
  readonly #pending = new Map<number, Pending>();
  readonly #gone = Promise.withResolvers<string>();
  /** What the relay has asked, and nobody has answered yet. */
  readonly #asked = new Map<number, AbortController>();
  #number = 0;
  #isGone = false;

  constructor(spawn: SpawnRelay, listener: RelayListener) {
    this.#listener = listener;
    this.#link = spawn({
      message: (message) => this.#receive(message),
      gone: (cause) => this.#end(cause),
    });
  }

  /** Resolves with the cause when it has ended. */
  get gone(): Promise<string> {
    return this.#gone.promise;
  }

  /**
   * Resolves when the relay has done it and everything observed up to then has been passed on; to `open`, with the
   * ports.
   *
   * @throws MultistreamError `provider_unavailable` when it ends before it answers; to `open`, `conflict` when a port is
   * taken and `invalid_argument` when it cannot be bound
   */
  send(command: Command): Promise<RelayPorts | undefined> {
    if (this.#isGone) return Promise.reject(relayDown("not_applied"));
    const number = ++this.#number;
    this.#link.post({ type: "command", number, command });
    const pending: Pending = { ...Promise.withResolvers<RelayPorts | undefined>(), isOpening: command.type === "open" };
    this.#pending.set(number, pending);
    return pending.promise;
  }

  /** Ends it at once; pending commands fail. */
  async terminate(): Promise<void> {
    await this.#link.terminate();
    this.#end("it was ended");
  }

  #receive(message: FromRelay): void {
    if (message.type === "withdraw") return this.#asked.get(message.number)?.abort();
    this.#listener.observed(message.observations);
    if (message.type === "ask") return void this.#answer(message.number, message.ask);
    if (message.type === "told") {
      this.#listener.logged(message.log);
      this.#link.post({ type: "read" });
      return;
    }
    const { number, ports, failure } = message;
    const pending = this.#pending.get(number);
    this.#pending.delete(number);
    if (!failure) pending?.resolve(ports);
    else pending?.reject(pending.isOpening ? openFailed(failure) : commandFailed(failure));
  }

  async #answer(number: number, ask: Ask): Promise<void> {
    const { asks } = this.#listener;
    if (!asks) return;
    const withdrawn = new AbortController();
    this.#asked.set(number, withdrawn);
    // What was observed before is told in the next turn, and so ahead of this.
    await new Promise(setImmediate);
    const answer = await asks.answer(ask, withdrawn.signal);
    this.#asked.delete(number);
    if (this.#isGone) await asks.undo(ask, answer);
    else this.#link.post({ type: "answer", number, answer });
  }

  #end(cause: string): void {
    if (this.#isGone) return;
    this.#isGone = true;
    for (const { reject } of this.#pending.values()) reject(relayDown("unknown"));
    this.#pending.clear();
    for (const asked of this.#asked.values()) asked.abort();
    this.#gone.resolve(cause);
  }
}
