import { secretsOf } from "./destination-fields.ts";
import type { WireStream } from "./wire/live-stream.ts";

/** Streams whose credentials are remembered; the ones that were not seen for longest give way. */
const MAX_STREAMS = 500;

/**
 * The credentials that Mux has shown of each stream, so that they are taken out of an error that echoes them. In memory
 * only, and only as long as the adapter lives.
 */
export class KnownSecrets {
  readonly #byStream = new Map<string, readonly string[]>();

  note({ id, stream_key, srt_passphrase, simulcast_targets }: WireStream): void {
    const targets = (simulcast_targets ?? []).flatMap(({ url, stream_key }) => secretsOf({ url, stream_key }));
    this.#byStream.delete(id);
    this.#byStream.set(
      id,
      [stream_key, srt_passphrase ?? "", ...targets].filter((secret) => secret !== ""),
    );
    const [oldest] = this.#byStream.keys();
    if (this.#byStream.size > MAX_STREAMS && oldest !== undefined) this.#byStream.delete(oldest);
  }

  of(streamId: string): readonly string[] {
    return this.#byStream.get(streamId) ?? [];
  }
}
