import { RecentMap } from "@polycast/core/provider";
import { secretsOf } from "./destination-fields.ts";
import type { WireStream } from "./wire/live-stream.ts";

/** Streams whose credentials are remembered. */
const MAX_STREAMS = 500;

/**
 * The credentials that Mux has shown of each stream, so that they are taken out of an error that echoes them. In memory
 * only, and only as long as the adapter lives.
 */
export class KnownSecrets {
  readonly #byStream = new RecentMap<string, readonly string[]>(MAX_STREAMS);

  note({ id, stream_key, srt_passphrase, simulcast_targets }: WireStream): void {
    const own = [stream_key, srt_passphrase ?? ""].filter((secret) => secret !== "");
    this.#byStream.set(id, [...own, ...(simulcast_targets ?? []).flatMap(secretsOf)]);
  }

  of(streamId: string | undefined): readonly string[] {
    return (streamId !== undefined && this.#byStream.get(streamId)) || [];
  }
}
