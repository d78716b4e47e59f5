import { createStreamSchema, createTargetSchema, type NewStream, type NewTarget } from "@polycast/core/provider";
import type { StoredStream } from "../wanted/stored-stream.ts";

/** A key that must come out nowhere. */
export const CANARY = "canary-9f4e21aa70";

/** A target that is asked for. */
export function aNewTarget(differences: Partial<NewTarget> = {}): NewTarget {
  const destination = { url: "rtmp://live.example/app", streamKey: CANARY };
  return { ...createTargetSchema.parse({ name: "A", destination }), ...differences };
}

/** A stream that is asked for. */
export function aNewStream(differences: Partial<NewStream> = {}): NewStream {
  return { ...createStreamSchema.parse({ name: "Show" }), ...differences };
}

/** A stream as a host keeps it, with one target. */
export function aStoredStream(differences: Partial<StoredStream> = {}): StoredStream {
  const createdAt = "2026-01-01T00:00:00.000Z";
  const ingest = [{ protocol: "rtmp", url: "rtmp://127.0.0.1/live", streamKey: "ik_stored" } as const];
  const targets = [{ ...aNewTarget(), id: "t1", createdAt }];
  return { id: "s1", name: "Show", enabled: true, createdAt, ingest, targets, ...differences };
}
