import { checkRoom, newId, type Simulation } from "./simulation.ts";
import type { PlatformRecord } from "./store.ts";

/** A platform as somebody linked it in the dashboard. */
export type LinkedPlatform = {
  /** The words for linked platforms are shown nowhere. Default `facebook`. */
  template?: string;
  name?: string;
  /** Default `true`. */
  enabled?: boolean;
  metadata?: { title?: string; description?: string };
  /** Whether Castr shows these for a linked platform is unknown. Default: it does not. */
  server?: string;
  key?: string;
};

/**
 * @returns the platform's id
 * @throws Boom when the stream is unknown or its plan has no room
 */
export function linkPlatform(
  { store, session, settings }: Simulation,
  streamId: string,
  given: LinkedPlatform = {},
): string {
  const stream = store.stream(streamId);
  checkRoom(stream, settings);
  const platform: Omit<PlatformRecord, "status"> = { id: newId(), template: "facebook", enabled: true, ...given };
  return session.addPlatform(stream, platform).id;
}
