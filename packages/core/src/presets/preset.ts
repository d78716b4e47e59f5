import type { PresetFacts } from "./preset-facts.ts";
import type { PresetName } from "./preset-name.ts";
import type { PresetPlace } from "./preset-place.ts";

/**
 * What is known of a platform: a record with a source and a date. A fact that nobody has shown is absent.
 *
 * Platforms change without notice, so a preset advises and fills in. It is never a reason to refuse a URL.
 */
export type Preset = { readonly name: PresetName } & PresetPlace & PresetFacts;
