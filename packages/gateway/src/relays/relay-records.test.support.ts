import type { Observation } from "@polycast/core";
import type { RelayPort, StoredStream } from "@polycast/selfhost";
import { toHttpClock } from "../control/clock.ts";
import { createManualClock, type ManualClock } from "../control/manual-clock.test.support.ts";
import { createSealer, type Sealer } from "../secrets/sealer.ts";
import { newSecretKey } from "../secrets/secret-key.ts";
import { listReports, type ReportRecord, type Store } from "../store/index.ts";
import { RelayLease } from "./relay-lease.ts";
import type { RelayParts } from "./relay-parts.ts";
import { ReportWriter } from "./report-writer.ts";
import { StoreOwnership } from "./store-ownership.ts";
import { createStoreRelayPort } from "./store-relay-port.ts";

/** A key that must lie in no database in clear. */
export const CANARY = "canary-5bd1e99";

/** A stream as an adapter puts it, with a target `t1`. */
export function storedStream(differences: Partial<StoredStream> = {}): StoredStream {
  const createdAt = "2026-01-01T00:00:00.000Z";
  const destination = { url: "rtmp://live.example/app", streamKey: CANARY } as const;
  return {
    id: "s1",
    name: "Show",
    enabled: true,
    createdAt,
    ingest: [{ protocol: "rtmp", url: "rtmp://relay.example/live", streamKey: `ik_${CANARY}` }],
    targets: [{ id: "t1", name: "A", enabled: true, rendition: "source", destination, createdAt }],
    ...differences,
  };
}

/** What a relay has seen of a stream. */
export function seen(streamId: string, sequence: number, differences: Partial<Observation> = {}): Observation {
  const at = "2026-01-02T03:04:05.000Z";
  const status = { state: "live", since: at, observedAt: at, source: "relay" } as const;
  return { kind: "stream", streamId, sequence, occurredAt: at, status, ...differences } as Observation;
}

/** A store as gateways and relays share it, with a clock for all of them. */
export type SharedStore = {
  store: Store;
  clock: ManualClock;
  sealer: Sealer;
  port: RelayPort;
  /** The pieces of one relay, by its name; over another store where one is given. */
  relay: (id: string, through?: Store) => RelayPieces;
  reports: () => Promise<ReportRecord[]>;
};

export type RelayPieces = { parts: RelayParts; lease: RelayLease; reports: ReportWriter; ownership: StoreOwnership };

export function sharedStore(store: Store): SharedStore {
  const clock = createManualClock();
  const sealer = createSealer([newSecretKey().key]);
  const port = createStoreRelayPort({
    instance: "selfhost",
    store,
    sealer,
    now: () => clock.now(),
    taken: async () => undefined,
  });
  return {
    store,
    clock,
    sealer,
    port,
    relay(id, through = store) {
      const time = toHttpClock(clock);
      const parts = { id, instance: "selfhost", store: through, clock: time, log: () => undefined };
      const lease = new RelayLease(parts, () => "{}");
      const reports = new ReportWriter(parts, () => lease.epoch);
      return { parts, lease, reports, ownership: new StoreOwnership(parts, lease, reports) };
    },
    reports: () => store.read(() => listReports("selfhost", 500)),
  };
}
