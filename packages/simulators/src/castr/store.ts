import { notFound } from "./errors.ts";
import type { LaggedStatus } from "./lagged-status.ts";

/** One multistream platform: what others call a target. It lives inside its stream and is shared by nobody. */
export type PlatformRecord = {
  id: string;
  /** `custom` for what the API made; a platform's name for what was linked in the dashboard. */
  template: string;
  name?: string;
  enabled: boolean;
  /** Absent for a linked platform (assumed). */
  server?: string;
  /** Answered in clear, as Castr does. */
  key?: string;
  metadata?: { title?: string; description?: string };
  status: LaggedStatus;
};

/** `gone`: silent, and Castr still waits for it. */
export type Encoder = "none" | "sending" | "gone";

export type StreamRecord = {
  id: string;
  name: string;
  enabled: boolean;
  settings: Record<string, unknown>;
  /** `lv_…`: the part of the ingest key, player and pull addresses that names the stream. */
  slug: string;
  /** The `?password=` of the ingest key. */
  password: string;
  createdAt: number;
  platforms: Map<string, PlatformRecord>;
  encoder: Encoder;
  /** Stops waiting for an encoder that is gone. */
  stopWaiting?: () => void;
  status: LaggedStatus;
  /** When it was shown online the last time. */
  onlineAt?: number;
  /** Destinations that refuse, by address: a platform that is deleted and added again meets the same refusal. */
  refusing: Set<string>;
  /** The URL of the dashboard's Alerts tab. */
  alertUrl?: string;
};

/** Where webhooks go. Only the paths are known; every field is assumed. */
export type HookRecord = { id: string; url: string; enabled: boolean; liveStream?: string; createdAt: number };

/** Everything that a Castr account holds. */
export class Store {
  readonly streams = new Map<string, StreamRecord>();
  readonly hooks = new Map<string, HookRecord>();

  /** @throws Boom 404 */
  stream(id: string): StreamRecord {
    const stream = this.streams.get(id);
    if (!stream) throw notFound("Live stream");
    return stream;
  }

  /** @throws Boom 404 */
  hook(id: string): HookRecord {
    const hook = this.hooks.get(id);
    if (!hook) throw notFound("Webhook endpoint");
    return hook;
  }

  clear(): void {
    for (const stream of this.streams.values()) {
      stream.stopWaiting?.();
      stream.status.stop();
      for (const platform of stream.platforms.values()) platform.status.stop();
    }
    this.streams.clear();
    this.hooks.clear();
  }
}

/** @throws Boom 404 */
export function platformOf(stream: StreamRecord, id: string): PlatformRecord {
  const platform = stream.platforms.get(id);
  if (!platform) throw notFound("Platform");
  return platform;
}
