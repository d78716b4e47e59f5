import type { Log } from "@polycast/core/provider";
import type { SelfhostSettings } from "@polycast/selfhost";
import { type Clock, toHttpClock } from "../control/clock.ts";
import type { TargetNumbersOf } from "../control/target-numbers.ts";
import type { Sealer } from "../secrets/sealer.ts";
import type { Store } from "../store/index.ts";
import type { RelayLink } from "./relay-link.ts";
import { createRelayNumbers } from "./relay-numbers.ts";
import { createRelayPresence, type RelayPresence } from "./relay-presence.ts";
import { createRelayRole, type RelayRole } from "./relay-role.ts";
import { createStoreRelayPort } from "./store-relay-port.ts";

/** The provider whose relays share their streams through the store. */
export type SharedRelays = {
  /** Its name in the config, the same in every process. */
  instance: string;
  /** What its adapter is put on; a process that is only a relay has no adapter. */
  link?: RelayLink;
  /** How a relay is set up. */
  settings: SelfhostSettings;
};

/** What a process takes part in them with. */
export type TakingPart = { store: Store; sealer: Sealer; log: Log; clock: Clock };

/**
 * Connects the adapter with the store.
 *
 * @param relay the relay of this process, whose ports are then known
 * @returns whether relays run
 */
export function connectAdapter(
  { instance, link }: SharedRelays,
  { store, sealer, clock, log }: TakingPart,
  relay: RelayRole | undefined,
): RelayPresence {
  const now = () => clock.now();
  const presence = createRelayPresence({ store, now, log });
  const port = createStoreRelayPort({ instance, store, sealer, now, taken: () => presence.assert() });
  link?.connect(relay ? { ...port, ports: async () => relay.ports() } : port);
  return presence;
}

/** What the relays say of their targets, for the answers of this process; nothing about other instances. */
export function numbersOf({ instance }: SharedRelays, { store, clock, log }: TakingPart): TargetNumbersOf {
  const numbers = createRelayNumbers({ store, log, clock: toHttpClock(clock) });
  return (asked, { streamId, targetId }) => (asked === instance ? numbers.of(streamId, targetId) : undefined);
}

/** Makes the relay of this process. */
export function makeRelay({ instance, settings }: SharedRelays, { clock, ...part }: TakingPart): RelayRole {
  return createRelayRole({ instance, settings, clock: toHttpClock(clock), ...part });
}
