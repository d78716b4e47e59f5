import { type AdapterPage, isMultistreamError, type Observation } from "@polycast/core/provider";
import type { HostedRelay } from "../relay/hosted-relay.ts";
import { Listeners } from "../relay/listeners.ts";
import type { RelayPorts, WantedStream } from "../relay/messages.ts";
import { RelayDoor } from "../relay/relay-door.ts";
import type { KeptStream, RelayCommand, RelayPort } from "../relay-port.ts";
import { pageOf } from "./page-of.ts";
import type { StoredStream } from "./stored-stream.ts";
import { toWanted } from "./to-wanted.ts";

type Kept = { stream: StoredStream; number: number };

/**
 * Keeps in memory what is wanted, for one relay in this process, which is opened when it is first needed. A host that must
 * not forget it stores it, too.
 */
export class LocalPort implements RelayPort {
  readonly #kept = new Map<string, Kept>();
  readonly #door: RelayDoor<HostedRelay>;
  readonly #listeners: Listeners<Observation>;
  /** What a relay is to open with, by stream, until there is one. */
  readonly #unsent = new Map<string, WantedStream>();
  #relay: HostedRelay | undefined;
  #number = 0;

  /**
   * @param make throws a MultistreamError when the settings do not fit
   * @param onListenerError takes what a listener throws
   */
  constructor(make: () => HostedRelay, onListenerError: (error: unknown) => void) {
    this.#listeners = new Listeners(onListenerError);
    this.#door = new RelayDoor(() => (this.#relay ??= this.#made(make())));
  }

  async get(streamId: string): Promise<KeptStream | undefined> {
    const kept = this.#kept.get(streamId);
    return kept && this.#with(kept);
  }

  async list(query: { cursor?: string; limit: number }): Promise<AdapterPage<KeptStream>> {
    const { data, ...rest } = pageOf(this.#kept.values(), query);
    return { data: data.map((kept) => this.#with(kept)), ...rest };
  }

  /** @throws MultistreamError `provider_unavailable` when the relay dies over it; it is kept, and in effect when it returns */
  async put(stream: StoredStream): Promise<void> {
    const wanted = toWanted(stream);
    const number = this.#kept.get(stream.id)?.number ?? ++this.#number;
    this.#kept.set(stream.id, { stream, number });
    if (this.#relay) await this.#relay.put([wanted]);
    else this.#unsent.set(stream.id, wanted);
  }

  async remove(streamId: string): Promise<void> {
    if (!this.#kept.delete(streamId)) return;
    this.#unsent.delete(streamId);
    try {
      await this.#relay?.remove([streamId]);
    } catch (error) {
      // A relay that dies over it returns without it.
      if (!isMultistreamError(error, "provider_unavailable")) throw error;
    }
  }

  /** @throws MultistreamError `provider_unavailable` when no relay runs */
  async command(command: RelayCommand): Promise<void> {
    const relay = await this.#door.enter();
    if (command.kind === "end") await relay.end(command.streamId);
    else await relay.restart({ streamId: command.streamId, id: command.targetId });
  }

  subscribe(listener: (observation: Observation) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** The ports that are really bound; opens the relay. */
  async ports(): Promise<RelayPorts | undefined> {
    return (await this.#door.open()).ports;
  }

  /** @throws MultistreamError `provider_unavailable` when no relay takes changes at this moment */
  async enter(): Promise<void> {
    await this.#door.enter();
  }

  /** @throws MultistreamError as the relay's `open` does */
  async open(): Promise<void> {
    await this.#door.open();
  }

  close(): Promise<void> {
    return this.#door.close();
  }

  #made(relay: HostedRelay): HostedRelay {
    relay.subscribe((observation) => this.#listeners.tell(observation), { numbers: true });
    // It is not open yet, so this only tells it what to open with.
    void relay.put([...this.#unsent.values()]);
    this.#unsent.clear();
    return relay;
  }

  #with({ stream }: Kept): KeptStream {
    return { stream, seen: this.#relay?.seen(stream.id) ?? "at_rest" };
  }
}
