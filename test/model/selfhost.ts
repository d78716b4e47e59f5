import type { StreamState } from "@polycast/core";
import { selfhostCapabilities } from "@polycast/selfhost";
import type { StatusMapping } from "./status-mapping.ts";

export { selfhostCapabilities as capabilities };

const streamStates: StreamState[] = ["idle", "live", "reconnecting", "disabled"];

/** The relay speaks the model's own words and sees every step. */
export const statusMapping: StatusMapping[] = [
  ...selfhostCapabilities.status.states.map((state): StatusMapping => ({
    of: "target",
    native: state,
    state,
    source: "relay",
  })),
  ...streamStates.map((state): StatusMapping => ({ of: "stream", native: state, state, source: "relay" })),
];

/** Where the words come from: nowhere else. */
export const statusPages: string[] = [];
