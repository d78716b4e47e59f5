import { MultistreamError, type Observation } from "@polycast/core/provider";
import type { Relay } from "../create-relay.ts";
import type { KeptStream, RelayCommand, RelayPort } from "../relay-port.ts";
import type { StoredStream } from "../wanted/stored-stream.ts";

/** A port as a gateway has one: what is wanted lies in a store, as text, and goes on to relays that come and go. */
export class MemoryPort implements RelayPort {
  readonly commands: RelayCommand[] = [];
  /** Streams that a relay has. */
  readonly held = new Set<string>();
  puts = 0;
  /** What becomes of the next `put`: `lost`, it is kept, but the answer fails. */
  fails: "refused" | "lost" | undefined;
  readonly #rows = new Map<string, string>();
  readonly #relays: Relay[] = [];
  readonly #listeners = new Set<(observation: Observation) => void>();

  /** Connects a relay: it gets what is there, and what comes. */
  async connect(relay: Relay): Promise<void> {
    this.#relays.push(relay);
    relay.subscribe((observation) => {
      for (const listener of this.#listeners) listener(observation);
    });
    await relay.put([...this.#rows.values()].map(parse));
  }

  async get(streamId: string): Promise<KeptStream | undefined> {
    const row = this.#rows.get(streamId);
    return row === undefined ? undefined : this.#kept(row);
  }

  async list({ limit }: { limit: number }): Promise<{ data: KeptStream[] }> {
    return { data: [...this.#rows.values()].slice(0, limit).map((row) => this.#kept(row)) };
  }

  async put(stream: StoredStream): Promise<void> {
    this.puts++;
    const { fails } = this;
    this.fails = undefined;
    if (fails === "refused") throw new MultistreamError("provider_unavailable", "The store is away.");
    this.#rows.set(stream.id, JSON.stringify(stream));
    if (fails === "lost") throw new MultistreamError("timeout", "No answer.", { outcome: "unknown" });
    for (const relay of this.#relays) await relay.put([stream]);
  }

  async remove(streamId: string): Promise<void> {
    this.#rows.delete(streamId);
    for (const relay of this.#relays) await relay.remove([streamId]);
  }

  async command(command: RelayCommand): Promise<void> {
    this.commands.push(command);
    for (const relay of this.#relays) {
      if (command.kind === "end") await relay.end(command.streamId);
      else await relay.restart({ streamId: command.streamId, id: command.targetId });
    }
  }

  subscribe(listener: (observation: Observation) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #kept(row: string): KeptStream {
    const stream = parse(row);
    return { stream, seen: this.held.has(stream.id) ? "held" : "at_rest" };
  }
}

function parse(row: string): StoredStream {
  return JSON.parse(row) as StoredStream;
}
