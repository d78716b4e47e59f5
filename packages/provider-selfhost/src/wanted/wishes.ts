import {
  createSerial,
  type Ingest,
  isMultistreamError,
  type NewStream,
  type NewTarget,
  restate,
  type TargetRef,
} from "@polycast/core/provider";
import type { KeptStream, RelayPort } from "../relay-port.ts";
import { newStored, newStoredTarget, withoutTarget } from "./edit-stored.ts";
import type { StoredStream } from "./stored-stream.ts";
import { notFound } from "./target-of.ts";

const never = new AbortController().signal;

/** Changes what is wanted, one change of a stream at a time, in the order of asking. */
export class Wishes {
  readonly #port: RelayPort;
  readonly #ready: () => Promise<void>;
  readonly #serial = createSerial();

  /** @param ready throws while no change can be made */
  constructor(port: RelayPort, ready: () => Promise<void>) {
    this.#port = port;
    this.#ready = ready;
  }

  /** @throws MultistreamError `not_found` */
  async stream(id: string): Promise<KeptStream> {
    const kept = await this.#port.get(id);
    if (!kept) throw notFound("stream", id);
    return kept;
  }

  /**
   * Makes a stream with its targets, or nothing at all; answers its id.
   *
   * @param ingest makes its addresses, once changes can be made
   * @throws MultistreamError `provider_unavailable` when no change can be made
   */
  async createStream(input: NewStream, signal: AbortSignal, ingest: () => Promise<Ingest[]>): Promise<string> {
    await this.#ready();
    await this.#port.taken?.();
    signal.throwIfAborted();
    const stored = newStored(input, await ingest());
    try {
      await this.#port.put(stored);
    } catch (error) {
      throw await undone(error, () => this.deleteStream(stored.id));
    }
    return stored.id;
  }

  /**
   * Adds a target; answers its id.
   *
   * @throws MultistreamError `not_found` when there is no such stream, `provider_unavailable` when no change can be made
   */
  async createTarget(streamId: string, input: NewTarget, signal: AbortSignal): Promise<string> {
    const target = newStoredTarget(input);
    const add = (stored: StoredStream): StoredStream => {
      signal.throwIfAborted();
      return { ...stored, targets: [...stored.targets, target] };
    };
    await this.stream(streamId);
    await this.#port.taken?.();
    try {
      await this.#change(streamId, add);
    } catch (error) {
      throw await undone(error, () => this.deleteTarget({ streamId, id: target.id }));
    }
    return target.id;
  }

  /**
   * Changes a stream or a target of it; answers the stream as it is then.
   *
   * @throws MultistreamError `not_found` when there is no such stream, `provider_unavailable` when no change can be made,
   * and what `change` throws
   */
  async edit(streamId: string, change: (stored: StoredStream) => StoredStream): Promise<KeptStream> {
    const kept = await this.#change(streamId, change);
    // It is kept before: a relay that comes now begins with it.
    await this.#port.taken?.();
    return kept;
  }

  #change(streamId: string, change: (stored: StoredStream) => StoredStream): Promise<KeptStream> {
    return this.#inTurn(streamId, async () => {
      // What is not there opens no relay.
      await this.stream(streamId);
      await this.#ready();
      const { stream } = await this.stream(streamId);
      await this.#port.put(change(stream));
      return this.stream(streamId);
    });
  }

  /** Takes back a stream as it was stored. @throws MultistreamError `invalid_argument` when it is damaged */
  async restore(stored: StoredStream): Promise<void> {
    await this.#inTurn(stored.id, async () =>
      this.#surely(
        () => this.#port.put(stored),
        async () => true,
      ),
    );
  }

  /**
   * Deletes a stream; one that is gone already stays so.
   *
   * @throws MultistreamError `provider_unavailable` when a relay has it, and none can be told
   */
  deleteStream(id: string): Promise<void> {
    return this.#inTurn(id, async () => {
      await this.#letGo(await this.#port.get(id));
      await this.#port.remove(id);
    });
  }

  /**
   * Deletes a target; one that is gone already stays so.
   *
   * @throws MultistreamError `provider_unavailable` when a relay has its stream, and none can be told
   */
  async deleteTarget({ streamId, id }: TargetRef): Promise<void> {
    await this.#inTurn(streamId, async () => {
      const kept = await this.#port.get(streamId);
      if (kept?.stream.targets.some((target) => target.id === id)) await this.#removeTarget(kept, id);
      await this.#letGo(kept);
    });
  }

  async #removeTarget({ stream }: KeptStream, id: string): Promise<void> {
    const isGone = async (): Promise<boolean> => {
      const { stream: now } = (await this.#port.get(stream.id)) ?? {};
      return !now?.targets.some((target) => target.id === id);
    };
    await this.#surely(() => this.#port.put(withoutTarget(stream, id)), isGone);
  }

  /** Who has it may send on, until a relay is told. */
  async #letGo(kept: KeptStream | undefined): Promise<void> {
    if (kept?.seen === "held") await this.#port.taken?.();
  }

  #inTurn<T>(streamId: string, body: () => Promise<T>): Promise<T> {
    return this.#serial.run(streamId, never, body);
  }

  /** Where nobody knows whether a change was made, looks whether it was. */
  async #surely(change: () => Promise<void>, isMade: () => Promise<boolean>): Promise<void> {
    try {
      await change();
    } catch (error) {
      if (!mayBeMade(error) || !(await isMade())) throw error;
    }
  }
}

function mayBeMade(error: unknown): boolean {
  return isMultistreamError(error) && error.outcome === "unknown";
}

/** What may have been made is taken back, and the error says so; where that fails, nobody knows. */
async function undone(error: unknown, takeBack: () => Promise<void>): Promise<unknown> {
  if (!mayBeMade(error)) return error;
  try {
    await takeBack();
  } catch {
    return error;
  }
  return restate(error, { outcome: "not_applied", hint: "Repeat the call in a moment." });
}
