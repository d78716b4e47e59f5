import { castrCapabilities, castrStatusMapping, castrStatusPages } from "@polycast/castr";
import type { Capabilities, StatusMapping } from "@polycast/core/provider";
import { livepeerCapabilities, livepeerStatusMapping, livepeerStatusPages } from "@polycast/livepeer";
import { muxCapabilities, muxStatusMapping, muxStatusPages } from "@polycast/mux";
import { selfhostCapabilities } from "@polycast/selfhost";
import { selfhostStatusMapping } from "./selfhost.ts";

/** All that the generated pages say about one provider. */
export type ProviderModel = {
  /** The provider's word, e.g. `mux`. */
  name: string;
  /** Its name for people. */
  label: string;
  packageName: string;
  /** Variables that its settings fall back to. */
  environment: readonly string[];
  capabilities: Capabilities;
  statusMapping: readonly StatusMapping[];
  /** Pages that the status mapping was read from. */
  statusPages: readonly string[];
};

/** Every provider that the model covers, in the order of the tables' columns. */
export const providers: readonly ProviderModel[] = [
  {
    name: "selfhost",
    label: "Self-hosted relay",
    packageName: "@polycast/selfhost",
    environment: [
      "POLYCAST_HOST",
      "POLYCAST_PUBLIC_HOST",
      "POLYCAST_RTMP_PORT",
      "POLYCAST_RTMPS_PORT",
      "POLYCAST_RTMPS_CERT",
      "POLYCAST_RTMPS_KEY",
      "POLYCAST_ALLOW_PRIVATE_TARGETS",
    ],
    capabilities: selfhostCapabilities,
    statusMapping: selfhostStatusMapping,
    statusPages: [],
  },
  {
    name: "mux",
    label: "Mux",
    packageName: "@polycast/mux",
    environment: ["MUX_TOKEN_ID", "MUX_TOKEN_SECRET", "MUX_WEBHOOK_SECRET"],
    capabilities: muxCapabilities,
    statusMapping: muxStatusMapping,
    statusPages: muxStatusPages,
  },
  {
    name: "livepeer",
    label: "Livepeer Studio",
    packageName: "@polycast/livepeer",
    environment: ["LIVEPEER_API_KEY", "LIVEPEER_WEBHOOK_SECRET", "LIVEPEER_BASE_URL"],
    capabilities: livepeerCapabilities,
    statusMapping: livepeerStatusMapping,
    statusPages: livepeerStatusPages,
  },
  {
    name: "castr",
    label: "Castr",
    packageName: "@polycast/castr",
    environment: ["CASTR_TOKEN_ID", "CASTR_TOKEN_SECRET"],
    capabilities: castrCapabilities,
    statusMapping: castrStatusMapping,
    statusPages: castrStatusPages,
  },
];
