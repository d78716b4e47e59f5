import { defined, type Log, type Observation, type TargetRef, type TargetStatus } from "@polycast/core/provider";
import type { Clock } from "../hub/clock.ts";
import { errorFields } from "../hub/log.ts";
import type { Ownership } from "../ownership/ownership.ts";
import { AskAnswers } from "./ask-answers.ts";
import { inBatches, MAX_BATCH } from "./in-batches.ts";
import { Listeners } from "./listeners.ts";
import type { RelayPorts, RelaySettings, WantedStream } from "./messages.ts";
import { disconnected, givenUp } from "./outage.ts";
import { RelayClient, type Unnumbered } from "./relay-client.ts";
import { type SeenStream, Served } from "./seen.ts";
import type { SpawnRelay } from "./spawn-relay.ts";

/** What a relay is given besides its settings. */
export type HostedRelayOptions = {
  log: Log;
  ownership?: Ownership;
  /** Starts it; in a thread of this process by default. */
  spawn?: SpawnRelay;
  clock?: Clock;
};

/** A target's numbers of this moment. */
export type TargetNumbers = TargetRef &
  Pick<TargetStatus, "state" | "attempt" | "bytesSent" | "bitrateBps" | "lastByteAt">;

/** The relay half: a relay in its thread, what is wanted of it, and what it has last told. */
export class HostedRelay {
  readonly #client: RelayClient;
  readonly #asks: AskAnswers | undefined;
  readonly #served = new Map<string, Served>();
  readonly #news: Listeners<Observation>;
  readonly #all: Listeners<Observation>;
  /** Observations that hold nothing but newer numbers. */
  readonly #numbersOnly = new WeakSet<Observation>();

  constructor(settings: RelaySettings, { log, ownership, spawn, clock }: HostedRelayOptions) {
    const failed = (error: unknown): void => log("error", "a listener to the relay failed", errorFields(error));
    this.#news = new Listeners(failed);
    this.#all = new Listeners(failed);
    this.#asks = ownership && new AskAnswers(ownership, (ids) => this.#forget(ids));
    const host = {
      settings,
      wanted: () => this.#wanted(),
      note: (observation: Observation) => this.#note(observation),
      tell: (observation: Observation) => this.#tell(observation),
      disconnected: (at: string) => this.#ofAll((served) => disconnected(served, at)),
      givenUp: (at: string) => this.#ofAll((served) => givenUp(served, at)),
      log,
      ...(this.#asks ? { asks: this.#asks } : {}),
    };
    this.#client = new RelayClient(host, { ...(spawn ? { spawn } : {}), ...(clock ? { clock } : {}) });
  }

  /** Does it take commands at this moment? */
  get isUp(): boolean {
    return this.#client.isUp;
  }

  /** The bound ports, once it was open. */
  get ports(): RelayPorts | undefined {
    return this.#client.ports;
  }

  /** @throws MultistreamError as {@link RelayClient.open} does */
  open(): Promise<void> {
    return this.#client.open();
  }

  /**
   * Makes these wanted; other streams stay as they are. A relay that does not run gets them when it does.
   *
   * @throws MultistreamError `provider_unavailable` when it dies over that; they are wanted all the same
   */
  async put(streams: readonly WantedStream[]): Promise<void> {
    for (const wanted of streams) {
      const served = this.#served.get(wanted.id);
      if (served) served.want(wanted);
      else this.#served.set(wanted.id, new Served(wanted));
    }
    if (!this.isUp) return;
    const batches = [...inBatches(streams, MAX_BATCH)];
    await Promise.all(batches.map((batch) => this.#client.send({ type: "put", streams: batch })));
  }

  /**
   * Wants them no more; resolves when their targets are closed. What is not there is a success.
   *
   * @throws MultistreamError `provider_unavailable` when it dies over that; they are gone all the same
   */
  async remove(streamIds: readonly string[]): Promise<void> {
    const sent = streamIds.map(async (streamId) => {
      const isKnown = this.#served.delete(streamId);
      if (isKnown && this.isUp) await this.#client.send({ type: "remove", streamId });
    });
    await Promise.all(sent);
  }

  /** @throws MultistreamError `provider_unavailable` when it does not run */
  restart({ streamId, id: targetId }: TargetRef): Promise<void> {
    return this.#client.send({ type: "restart", streamId, targetId });
  }

  /** @throws MultistreamError `provider_unavailable` when it does not run */
  end(streamId: string): Promise<void> {
    return this.#client.send({ type: "end", streamId });
  }

  /** These are another relay's by now. A relay that does not run has nothing to lose. */
  async lose(streamIds: readonly string[]): Promise<void> {
    this.#asks?.lose(streamIds);
    if (this.isUp) await this.#client.send({ type: "lose", streamIds: [...streamIds] });
  }

  /** Another relay has their encoders. */
  async handOver(streamIds: readonly string[]): Promise<void> {
    if (this.isUp) await this.#client.send({ type: "handOver", streamIds: [...streamIds] });
  }

  /** Everything that is this relay's is told once more. One that does not run tells it when it does. */
  async tellAgain(): Promise<void> {
    for (const served of this.#served.values()) served.askAgain();
    if (this.isUp) await this.#client.send({ type: "tellAgain" });
  }

  /** Resolves when no session is left; one that dies over it has none. */
  drain(deadlineMs: number): Promise<void> {
    return this.#client.drain(deadlineMs);
  }

  /** Ends everything cleanly, and gives back what could not give itself back. */
  async close(): Promise<void> {
    await this.#client.close();
    await Promise.all((this.#asks?.owned ?? []).map(async (id) => this.#asks?.giveBack(id)));
  }

  /** What it has last told of a stream; nothing of one that it does not serve. */
  seen(streamId: string): SeenStream | undefined {
    return this.#served.get(streamId)?.seen;
  }

  /** Tells what is seen; with `numbers` also what only confirms a state, every two seconds. */
  subscribe(listen: (observation: Observation) => void, { numbers = false }: { numbers?: boolean } = {}): () => void {
    return (numbers ? this.#all : this.#news).add(listen);
  }

  /** The numbers of all targets that are not at rest. */
  counters(): TargetNumbers[] {
    return [...this.#served.values()].flatMap(({ wanted, seen }) =>
      [...seen.targets].flatMap(([id, { state, attempt, bytesSent, bitrateBps, lastByteAt }]) => {
        if (state === "idle" || state === "disabled") return [];
        return [{ streamId: wanted.id, id, state, ...defined({ attempt, bytesSent, bitrateBps, lastByteAt }) }];
      }),
    );
  }

  /** Where streams are shared, a session that is not ours is for its owner to go on with. */
  *#wanted(): Iterable<WantedStream> {
    // The thread that would have given them back died over it.
    for (const id of this.#asks?.owned ?? []) if (!this.#served.has(id)) void this.#asks?.giveBack(id);
    for (const { wanted, session } of this.#served.values()) {
      const isOwned = this.#asks?.owns(wanted.id);
      const resumed = session && isOwned !== false ? { session } : {};
      yield { ...wanted, ...resumed, ...(isOwned ? { isOwned } : {}) };
    }
  }

  #note(observation: Observation): void {
    if (this.#served.get(observation.streamId)?.note(observation) === false) this.#numbersOnly.add(observation);
  }

  #tell(observation: Observation): void {
    this.#all.tell(observation);
    if (!this.#numbersOnly.has(observation)) this.#news.tell(observation);
  }

  #ofAll(say: (served: Served) => Unnumbered[]): Unnumbered[] {
    return [...this.#served.values()].flatMap(say);
  }

  #forget(streamIds: readonly string[]): void {
    for (const id of streamIds) this.#served.get(id)?.forget();
  }
}
