import type { PresetFacts } from "./preset-facts.ts";
import type { PresetName } from "./preset-name.ts";
import type { PresetPlace } from "./preset-place.ts";

/** One ingest server of a platform. */
export type PresetServer = {
  /** RTMP(S) URL with the application, without the key and without a slash at the end. */
  readonly url: string;
  readonly label?: string;
  readonly region?: string;
  /** The `url` of the server that this one is the backup of. */
  readonly backupOf?: string;
};

/**
 * What is known of a platform: a record with a source and a date. A fact that nobody has shown is absent.
 *
 * Platforms change without notice, so a preset advises and fills in. It is never a reason to refuse a URL.
 */
export type Preset = { readonly name: PresetName } & Omit<PresetPlace, "url"> & {
    /** The first one is the default. */
    readonly servers: readonly [PresetServer, ...PresetServer[]];
  } & PresetFacts;
