import type { Preset } from "./preset.ts";
import type { PresetName } from "./preset-name.ts";
import { regionalPresets } from "./regional-presets.ts";
import { relayingPresets } from "./relaying-presets.ts";
import { socialPresets } from "./social-presets.ts";

/** Every platform that Polycast knows a server for, by name. */
export const presets: Readonly<Record<PresetName, Preset>> = {
  ...socialPresets,
  ...regionalPresets,
  ...relayingPresets,
};
