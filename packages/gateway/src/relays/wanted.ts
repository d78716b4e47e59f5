import type { StoredStream } from "@polycast/selfhost";
import * as z from "zod";
import type { Sealer } from "../secrets/sealer.ts";
import { fromJson } from "../store/columns.ts";
import { relayStreamPlace } from "../store/index.ts";

/** What the relays are to do with a stream: all that lies sealed in its row. */
export type Wanted = {
  /** Grows with every change of the stream, but not with a command. */
  version: number;
  stream: StoredStream;
  /** How often its session was to be ended: a relay acts on the difference. */
  ends: number;
  /** How often each target was to be restarted, by its id. */
  restarts: Readonly<Record<string, number>>;
};

const count = z.int().min(0);
const schema = z.object({
  version: count,
  // Sealed by a gateway, and it opens only where it was put: what is in it is what the adapter has made.
  stream: z.custom<StoredStream>((value) => typeof value === "object" && value !== null),
  ends: count,
  restarts: z.record(z.string(), count),
});

/** Makes what goes into the row. */
export function sealWanted(sealer: Sealer, wanted: Wanted): string {
  return sealer.seal(JSON.stringify(wanted), relayStreamPlace(wanted.stream.id));
}

/** Opens what a row holds. @throws MultistreamError `internal` when it cannot be opened */
export function openWanted(sealer: Sealer, row: { id: string; wantedSealed: string }): Wanted {
  return fromJson(schema, sealer.open(row.wantedSealed, relayStreamPlace(row.id)));
}

/** The stream as it is wanted from here on; commands to targets that are gone are forgotten. */
export function changed(known: Wanted | undefined, stream: StoredStream): Wanted {
  const { version = 0, ends = 0, restarts = {} } = known ?? {};
  const ids = new Set(stream.targets.map(({ id }) => id));
  const kept = Object.entries(restarts).filter(([id]) => ids.has(id));
  return { version: version + 1, stream, ends, restarts: Object.fromEntries(kept) };
}
