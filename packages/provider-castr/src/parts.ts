import type { Repeats, Serial } from "@polycast/core/provider";
import type { CastrApi } from "./api.ts";
import type { Reading } from "./map-status.ts";
import type { CastrRegion } from "./regions.ts";
import type { Sightings } from "./sightings.ts";
import type { LiveStream } from "./wire/live-stream.ts";

/** What the adapter's methods are made of. */
export type Parts = {
  api: CastrApi;
  /** One write after another per stream: Castr's answers hold all targets of a stream. */
  serial: Serial;
  repeats: Repeats;
  sightings: Sightings;
  /** Milliseconds since 1970. */
  now: () => number;
  region: CastrRegion | undefined;
};

/** Notes what an answer shows and says under which circumstances it was read. */
export function readingOf(parts: Parts, stream: LiveStream, source: Reading["source"] = "api"): Reading {
  return { source, at: parts.now(), waitedMs: parts.sightings.look(stream) };
}
