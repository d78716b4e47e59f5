import { relayClosed, relayDown } from "./relay-error.ts";

/** What can be opened and closed, and may be down in between. */
type Openable = { readonly isUp: boolean; open(): Promise<void>; close(): Promise<void> };

/** The way to a relay that is opened when it is first needed, and closed once. */
export class RelayDoor<R extends Openable> {
  readonly #make: () => R;
  #client: R | undefined;
  #opening: Promise<R> | undefined;
  #isClosed = false;

  /** @param make throws a MultistreamError when the settings do not fit */
  constructor(make: () => R) {
    this.#make = make;
  }

  /** The relay if it was opened, or is being opened. */
  get client(): R | undefined {
    return this.#client;
  }

  /**
   * Opens the relay unless it is open. After a failure the next call tries again.
   *
   * @throws MultistreamError as its own `open` does; `provider_unavailable` after `close`
   */
  open(): Promise<R> {
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
  async enter(): Promise<R> {
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

  async #open(): Promise<R> {
    const client = this.#make();
    this.#client = client;
    await client.open();
    return client;
  }
}
