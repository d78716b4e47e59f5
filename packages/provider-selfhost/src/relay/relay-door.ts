import type { RelayClient } from "./relay-client.ts";
import { relayClosed, relayDown } from "./relay-error.ts";

/** The way to a relay that is opened when it is first needed, and closed once. */
export class RelayDoor {
  readonly #make: () => RelayClient;
  #client: RelayClient | undefined;
  #opening: Promise<RelayClient> | undefined;
  #isClosed = false;

  /** @param make throws a MultistreamError when the settings do not fit */
  constructor(make: () => RelayClient) {
    this.#make = make;
  }

  /** The relay if it was opened, or is being opened. */
  get client(): RelayClient | undefined {
    return this.#client;
  }

  /**
   * Opens the relay unless it is open. After a failure the next call tries again.
   *
   * @throws MultistreamError as {@link RelayClient.open} does; `provider_unavailable` after `close`
   */
  open(): Promise<RelayClient> {
    if (this.#isClosed) return Promise.reject(relayClosed());
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#client = undefined;
      this.#opening = undefined;
      throw this.#isClosed ? relayClosed() : error;
    });
    return this.#opening;
  }

  /**
   * Like {@link open}, for those who want to change something.
   *
   * @throws MultistreamError `provider_unavailable` also while a relay that died is started again
   */
  async enter(): Promise<RelayClient> {
    const client = await this.open();
    if (this.#isClosed) throw relayClosed();
    if (!client.isUp) throw relayDown("not_applied");
    return client;
  }

  /** Ends the relay for good. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#client?.close();
  }

  async #open(): Promise<RelayClient> {
    const client = this.#make();
    this.#client = client;
    await client.open();
    return client;
  }
}
