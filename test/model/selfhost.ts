import type { StatusMapping, StreamState } from "@polycast/core/provider";
import { selfhostCapabilities } from "@polycast/selfhost";

const streamStates: StreamState[] = ["idle", "live", "reconnecting", "disabled"];

/** The relay speaks the model's own words and sees every step. */
export const selfhostStatusMapping: StatusMapping[] = [
  ...selfhostCapabilities.status.states.map((state): StatusMapping => ({
    of: "target",
    native: state,
    state,
    source: "relay",
  })),
  ...streamStates.map((state): StatusMapping => ({ of: "stream", native: state, state, source: "relay" })),
];
