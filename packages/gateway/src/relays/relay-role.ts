import { hostname } from "node:os";
import { randomUUID } from "node:crypto";
import type { HttpClock, Log } from "@polycast/core/provider";
import { createRelay, type RelayPorts, type SelfhostSettings, type TargetNumbers } from "@polycast/selfhost";
import { describeError } from "../log/describe-error.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { deleteExpiredLeases, type Store } from "../store/index.ts";
import { endAbandonedSessions } from "./abandoned-sessions.ts";
import { endOrphanedStreams } from "./orphaned-streams.ts";
import { writeBody } from "./relay-body.ts";
import { RELAY_LEASES, RelayLease } from "./relay-lease.ts";
import type { RelayParts } from "./relay-parts.ts";
import { ReportWriter } from "./report-writer.ts";
import { StoreOwnership } from "./store-ownership.ts";
import { WantedFollower } from "./wanted-follower.ts";

export type RelayRoleOptions = {
  /** The instance whose streams it serves. */
  instance: string;
  store: Store;
  sealer: Sealer;
  log: Log;
  clock: HttpClock;
  /** How the relay itself is set up. */
  settings: SelfhostSettings;
};

/** What a relay shows of itself, for those who look after it. */
export type RelayFigures = {
  streams: number;
  held: number;
  waitingReports: number;
  /** Does the store count it as alive? */
  leaseGood: boolean;
  draining: boolean;
  targets: readonly TargetNumbers[];
};

/** A relay that shares its streams with others through a store. */
export type RelayRole = {
  /** Takes in what is wanted, opens the ports. @throws MultistreamError when the store or a port is not to be had */
  start(): Promise<RelayPorts>;
  /** Should encoders be sent here? Not while it starts or drains, nor while its store counts it as gone. */
  ready(): boolean;
  /** The ports that encoders connect to, once they are open. */
  ports(): RelayPorts | undefined;
  figures(): RelayFigures;
  /** Takes no more encoders. Resolves when all sessions are over and released, at the latest at the deadline. */
  drain(deadlineMs: number): Promise<void>;
  /** Ends everything cleanly, gives back its streams and its lease. Never throws. Repeating it is harmless. */
  close(): Promise<void>;
};

/** How often it is looked whether the store has been away for too long, in milliseconds. */
const GUARD_MS = 500;
const SWEEP_MS = 10_000;
const DEFAULT_WINDOW_MS = 60_000;
/** An encoder that comes in the last moment has so long to be let in. */
const WINDOW_MARGIN_MS = 5_000;
/** Leases of relays that are long gone are forgotten after so long, so many at a time. */
const FORGET_MS = 3_600_000;
const MAX_FORGOTTEN = 100;
/** For the last words, where the store does not answer. */
const CLOSE_MS = 5_000;

/** Makes one; nothing is opened before `start`. @throws MultistreamError `invalid_argument` when a setting does not fit */
export function createRelayRole({ settings, sealer, ...given }: RelayRoleOptions): RelayRole {
  const parts: RelayParts = { id: randomUUID(), ...given };
  const { clock, log, store } = parts;
  const startedAt = new Date(clock.wall()).toISOString();
  const waitMs = (settings.reconnectWindowMs ?? DEFAULT_WINDOW_MS) + WINDOW_MARGIN_MS;
  let ports: RelayPorts | undefined;
  let draining = false;
  /** Was the lease good when it was swept last? */
  let wasGood = false;
  let closing: Promise<void> | undefined;
  const cancels = new Map<string, () => void>();

  const lease: RelayLease = new RelayLease(
    parts,
    () => writeBody({ name: hostname(), startedAt, draining, ports, targets: relay.counters() }),
    () => void quietly("what is seen could not be told again", relay.tellAgain()),
  );
  const reports = new ReportWriter(parts, () => lease.epoch);
  const ownership = new StoreOwnership(parts, lease, reports);
  const relay = createRelay({ ...settings, ownership, log });
  relay.subscribe((observation) => {
    ownership.told(observation.streamId);
    reports.add(observation);
  });

  const quietly = (what: string, work: Promise<unknown>): Promise<void> =>
    work.then(
      () => undefined,
      (error: unknown) => log("debug", what, { error: describeError(error) }),
    );

  const takeBack = async (): Promise<void> => {
    await ownership.takeBack();
    await relay.tellAgain();
  };

  const follower = new WantedFollower({
    parts,
    sealer,
    relay,
    onOwners(rows) {
      const lost = ownership.forgetLost(rows);
      if (lost.length > 0) void quietly("streams were lost", relay.lost(lost));
      if (ownership.isLetGo(rows)) void quietly("streams could not be taken back", takeBack());
    },
    onContested(streamId) {
      if (ownership.holds(streamId)) void quietly("a stream could not be handed over", relay.handOver([streamId]));
    },
  });

  /** Does something from time to time, until the end. */
  const every = (name: string, ms: number, work: () => Promise<void>): void => {
    const run = async (): Promise<void> => {
      await work();
      if (!closing) every(name, ms, work);
    };
    cancels.set(
      name,
      clock.after(ms, () => void run()),
    );
  };

  /**
   * DESIGN §9: "If the store cannot be reached, a relay goes on pushing while its own encoder delivers media (no hold then;
   * 3 s without media closes its targets)". Once the lease has run out, what has no media is let go: its encoder may be at
   * another relay by then, so that one which comes back here has to ask, and is refused until the store is there.
   */
  const guard = async (): Promise<void> => {
    if (lease.isGood || ownership.held.length === 0) return;
    // It resolves when the store is there again: nobody waits for that here.
    void quietly("streams could not be handed over", relay.handOver(ownership.held));
  };

  const sweep = async (): Promise<void> => {
    // After an outage of the store the leases of others are renewed as late as this one was.
    const isSteady = wasGood;
    wasGood = lease.isGood;
    if (!lease.isGood) return;
    const ending = { sealer, waitMs, epoch: lease.epoch };
    await quietly("sessions that were left could not be ended", endAbandonedSessions(parts, ending));
    if (isSteady) await quietly("streams of relays that are gone are still theirs", endOrphanedStreams(parts, ending));
    const forgotten = store.write(() => deleteExpiredLeases(RELAY_LEASES, clock.wall() - FORGET_MS, MAX_FORGOTTEN));
    await quietly("leases that are over could not be deleted", forgotten);
  };

  const shutDown = async (): Promise<void> => {
    for (const cancel of cancels.values()) cancel();
    const over = Promise.withResolvers<void>();
    const stop = clock.after(CLOSE_MS, over.resolve);
    await quietly("the relay could not be closed", relay.close());
    await follower.close();
    const lastWords = quietly(
      "what was seen last could not be stored",
      reports.flush().then(() => lease.close()),
    );
    await Promise.race([lastWords, over.promise]).finally(stop);
    reports.close();
  };

  return {
    async start() {
      await lease.start();
      await follower.start();
      ports = await relay.start();
      every("guard", GUARD_MS, guard);
      every("sweep", SWEEP_MS, sweep);
      log("info", "relay ready", { relay: parts.id, streams: follower.streams });
      return ports;
    },
    ready: () => ports !== undefined && !draining && !closing && lease.isGood,
    ports: () => ports,
    figures: () => ({
      streams: follower.streams,
      held: ownership.held.length,
      waitingReports: reports.waiting,
      leaseGood: lease.isGood,
      draining,
      targets: relay.counters(),
    }),
    async drain(deadlineMs) {
      draining = true;
      await relay.drain({ deadlineMs });
    },
    close: () => (closing ??= shutDown()),
  };
}
