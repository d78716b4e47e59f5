import {
  isMultistreamError,
  type NewStream,
  type NewTarget,
  type Restorable,
  type TargetRef,
} from "@polycast/core/provider";
import type { Command } from "../relay/messages.ts";
import type { RelayClient } from "../relay/relay-client.ts";
import type { RelayDoor } from "../relay/relay-door.ts";
import { relayDown } from "../relay/relay-error.ts";
import type { StreamRecord } from "./records.ts";
import type { Registry } from "./registry.ts";
import { toWanted } from "./to-wanted.ts";

/**
 * Changes what is wanted, and makes the relay want it. Both happen in one turn, so that no other call comes in between
 * and the relay is told in the order of the changes.
 */
export class Wishes {
  readonly #registry: Registry;
  readonly #door: RelayDoor;

  constructor(registry: Registry, door: RelayDoor) {
    this.#registry = registry;
    this.#door = door;
  }

  /**
   * Makes a stream with its targets, or nothing at all; answers its id.
   *
   * @throws MultistreamError `provider_unavailable` when no relay runs
   */
  async createStream(input: NewStream, signal: AbortSignal): Promise<string> {
    const relay = await this.#door.enter();
    signal.throwIfAborted();
    const record = this.#registry.addStream(input);
    try {
      await put(relay, record);
    } catch (error) {
      await this.deleteStream(record.id);
      throw undone(error);
    }
    return record.id;
  }

  /**
   * Adds a target; answers its id.
   *
   * @throws MultistreamError `not_found` when there is no such stream, `provider_unavailable` when no relay runs
   */
  async createTarget(streamId: string, input: NewTarget, signal: AbortSignal): Promise<string> {
    this.#registry.stream(streamId);
    const relay = await this.#door.enter();
    signal.throwIfAborted();
    const { id } = this.#registry.addTarget(streamId, input);
    try {
      await put(relay, this.#registry.stream(streamId));
    } catch (error) {
      await this.deleteTarget({ streamId, id });
      throw undone(error);
    }
    return id;
  }

  /**
   * Changes a stream or a target of it. A change over which the relay dies is in effect when it comes back.
   *
   * @throws MultistreamError `not_found` when there is no such stream, `provider_unavailable` when no relay runs, and
   * what `change` throws
   */
  async edit(streamId: string, change: (record: StreamRecord) => void): Promise<void> {
    // What is not there opens no relay.
    this.#registry.stream(streamId);
    const relay = await this.#door.enter();
    const record = this.#registry.stream(streamId);
    change(record);
    await put(relay, record);
  }

  /**
   * Takes back a stream as it was stored. A relay that does not run yet gets it when it opens.
   *
   * @throws MultistreamError `invalid_argument` when it holds no ingest key, or a destination that cannot be dialled
   */
  async restore(stored: Restorable): Promise<void> {
    const record = this.#registry.restore(stored);
    await this.#tell({ type: "put", stream: toWanted(record) });
  }

  /** Deletes a stream; one that is gone already stays so. */
  async deleteStream(id: string): Promise<void> {
    if (this.#registry.deleteStream(id)) await this.#tell({ type: "remove", streamId: id });
  }

  /** Deletes a target; one that is gone already stays so. */
  async deleteTarget(ref: TargetRef): Promise<void> {
    const stream = this.#registry.deleteTarget(ref);
    if (stream) await this.#tell({ type: "put", stream: toWanted(stream) });
  }

  /** A relay that is not open yet, is down, or dies over it, comes with what is wanted then. */
  async #tell(command: Command): Promise<void> {
    try {
      await this.#door.client?.send(command);
    } catch (error) {
      if (!isMultistreamError(error, "provider_unavailable")) throw error;
    }
  }
}

function put(relay: RelayClient, record: StreamRecord): Promise<void> {
  return relay.send({ type: "put", stream: toWanted(record) });
}

/** The relay died over a creation that has been taken back. */
function undone(error: unknown): unknown {
  return isMultistreamError(error, "provider_unavailable") ? relayDown("not_applied") : error;
}
