import type { PresetName } from "./preset-name.ts";
import type { PresetPlace } from "./preset-place.ts";
import { regionalPlaces } from "./regional-places.ts";
import { relayingPlaces } from "./relaying-places.ts";
import { socialPlaces } from "./social-places.ts";

/** Where every platform is that Polycast knows a server for. */
export const places: Readonly<Record<PresetName, PresetPlace>> = {
  ...socialPlaces,
  ...regionalPlaces,
  ...relayingPlaces,
};
