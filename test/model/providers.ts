import { castrCapabilities, castrStatusMapping, castrStatusPages } from "@polycast/castr";
import type { Capabilities, StatusMapping } from "@polycast/core/provider";
import { livepeerCapabilities, livepeerStatusMapping, livepeerStatusPages } from "@polycast/livepeer";
import { muxCapabilities, muxStatusMapping, muxStatusPages } from "@polycast/mux";
import { selfhostCapabilities } from "@polycast/selfhost";
import { selfhostStatusMapping } from "./selfhost.ts";

/** All that the model page says about one provider. */
export type ProviderModel = {
  /** The provider's word, e.g. `mux`. */
  name: string;
  /** Its name for people. */
  label: string;
  capabilities: Capabilities;
  statusMapping: readonly StatusMapping[];
  /** Pages that the status mapping was read from. */
  statusPages: readonly string[];
};

/** Every provider that the model covers, in the order of the page's columns. */
export const providers: readonly ProviderModel[] = [
  {
    name: "selfhost",
    label: "Self-hosted relay",
    capabilities: selfhostCapabilities,
    statusMapping: selfhostStatusMapping,
    statusPages: [],
  },
  {
    name: "mux",
    label: "Mux",
    capabilities: muxCapabilities,
    statusMapping: muxStatusMapping,
    statusPages: muxStatusPages,
  },
  {
    name: "livepeer",
    label: "Livepeer Studio",
    capabilities: livepeerCapabilities,
    statusMapping: livepeerStatusMapping,
    statusPages: livepeerStatusPages,
  },
  {
    name: "castr",
    label: "Castr",
    capabilities: castrCapabilities,
    statusMapping: castrStatusMapping,
    statusPages: castrStatusPages,
  },
];
