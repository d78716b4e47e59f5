import type { ProviderAdapter } from "@polycast/core";
import { selfhost, type SelfhostSettings, settingsOf } from "@polycast/selfhost";
import { settingsError } from "../settings/fault.ts";
import { createRelayLink } from "./relay-link.ts";
import type { SharedRelays } from "./shared-relays.ts";

const PACKAGE = "@polycast/selfhost";

/** The providers of a process on a shared store, and the relays among them; `unread`: see {@link shareRelays}. */
export type Sharing = { providers: Record<string, ProviderAdapter>; relays?: SharedRelays; unread?: boolean };

/**
 * Puts the relay's adapter on the store that relays share, in the place of one that would open a relay of its own. Nothing
 * was opened yet. One that has a port of its own keeps it.
 *
 * @param settings of a relay that another copy of its package has made: what it was given cannot be read (`unread`)
 * @throws MultistreamError `invalid_argument` when there are several: a relay serves one instance
 */
export function shareRelays(providers: Readonly<Record<string, ProviderAdapter>>, settings: SelfhostSettings): Sharing {
  const [[instance, adapter] = [], [another] = []] = Object.entries(providers).filter(
    ([, adapter]) => adapter.packageName === PACKAGE && !settingsOf(adapter)?.port,
  );
  if (another !== undefined) {
    const message = "is one relay too many: with a database all relays serve one provider instance";
    throw settingsError([{ path: `providers.${another}`, message }]);
  }
  if (instance === undefined || !adapter) return { providers: { ...providers } };
  const known = settingsOf(adapter);
  const own = known ?? settings;
  const link = createRelayLink();
  return {
    providers: { ...providers, [instance]: selfhost({ ...own, port: link.port }) },
    relays: { instance, link, settings: own },
    ...(known ? {} : { unread: true }),
  };
}
