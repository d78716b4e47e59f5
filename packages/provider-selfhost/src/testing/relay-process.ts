import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Observation } from "@polycast/core/provider";
import type { Claim, Left, Ownership } from "../ownership/ownership.ts";
import type { StoredStream } from "../wanted/stored-stream.ts";
import { Changes } from "./deadline.ts";

/** What the child asks: an `Ownership` in messages. */
type ChildAsk =
  | { type: "claim"; streamId: string }
  | { type: "release"; streamId: string; left: Left }
  | { type: "confirm"; streamIds: readonly string[] };

export type ChildAnswer = { claim?: Claim; ours?: string[]; failure?: string };
export type ToRelayChild =
  | { type: "start"; streams: StoredStream[] }
  | { type: "answer"; number: number; answer: ChildAnswer };
export type FromRelayChild =
  | { type: "started"; port: number }
  | { type: "ask"; number: number; ask: ChildAsk }
  | { type: "seen"; observation: Observation }
  | { type: "log"; message: string };

const program = fileURLToPath(new URL("./relay-child.ts", import.meta.url));

/** A relay in a process of its own, that can be stopped like one. */
export class RelayProcess implements AsyncDisposable {
  readonly observations: Observation[] = [];
  readonly logged: string[] = [];
  readonly #child: ChildProcess;
  readonly #ownership: Ownership;
  readonly #changes = new Changes();
  #port = 0;

  private constructor(ownership: Ownership) {
    this.#ownership = ownership;
    this.#child = fork(program, { execArgv: ["--conditions=@polycast/source"] });
    this.#child.on("message", (message: FromRelayChild) => void this.#receive(message));
  }

  /** Starts one that serves these streams. */
  static async start(ownership: Ownership, streams: StoredStream[]): Promise<RelayProcess> {
    const relay = new RelayProcess(ownership);
    relay.#send({ type: "start", streams });
    await relay.until("the relay's port", () => relay.#port > 0);
    return relay;
  }

  get url(): string {
    return `rtmp://127.0.0.1:${this.#port}/live`;
  }

  /** All of its threads stand still from here on. */
  freeze(): void {
    this.#child.kill("SIGSTOP");
  }

  /** They go on as if nothing had been. */
  thaw(): void {
    this.#child.kill("SIGCONT");
  }

  /** Resolves when this holds, now or later. */
  until<T>(what: string, check: () => T | undefined | false): Promise<T> {
    return this.#changes.until(what, check);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exit = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exit;
  }

  async #receive(message: FromRelayChild): Promise<void> {
    if (message.type === "started") this.#port = message.port;
    if (message.type === "seen") this.observations.push(message.observation);
    if (message.type === "log") this.logged.push(message.message);
    if (message.type === "ask") {
      this.#send({ type: "answer", number: message.number, answer: await this.#answer(message.ask) });
    }
    this.#changes.tell();
  }

  async #answer(ask: ChildAsk): Promise<ChildAnswer> {
    try {
      return await this.#ask(ask);
    } catch (error) {
      return { failure: String(error) };
    }
  }

  async #ask(ask: ChildAsk): Promise<ChildAnswer> {
    if (ask.type === "claim") return { claim: await this.#ownership.claim(ask.streamId, new AbortController().signal) };
    if (ask.type === "confirm") return { ours: [...(await this.#ownership.confirm(ask.streamIds))] };
    await this.#ownership.release(ask.streamId, ask.left);
    return {};
  }

  #send(message: ToRelayChild): void {
    this.#child.send(message);
  }
}
