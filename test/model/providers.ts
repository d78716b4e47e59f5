import type { Capabilities } from "@polycast/core";
import * as castr from "./castr.ts";
import * as livepeer from "./livepeer.ts";
import * as mux from "./mux.ts";
import * as selfhost from "./selfhost.ts";
import type { StatusMapping } from "./status-mapping.ts";

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
  { name: "selfhost", label: "Self-hosted relay", ...selfhost },
  { name: "mux", label: "Mux", ...mux },
  { name: "livepeer", label: "Livepeer Studio", ...livepeer },
  { name: "castr", label: "Castr", ...castr },
];
