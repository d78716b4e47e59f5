import type { ProviderAdapter } from "@polycast/core/provider";
import { createSelfhost, type SelfhostOptions } from "./create-selfhost.ts";

/**
 * Polycast's own relay as a provider: no account, no second server. It runs in a thread of this process, which it opens
 * with the first call (or with `start`) and keeps until `close`. It forgets everything at a restart; a host that must
 * not, such as the gateway, stores it and hands it back through `restore`.
 *
 * A relay that dies is started again by itself, with all that is wanted, on the same ports.
 *
 * With a `port` the relays are other processes': it opens nothing, and what is wanted is kept behind the port.
 *
 * @throws MultistreamError `invalid_argument` when a setting does not fit
 */
export function selfhost(settings: SelfhostOptions = {}): ProviderAdapter {
  return createSelfhost(settings);
}
