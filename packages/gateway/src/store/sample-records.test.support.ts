import type { EndpointEvent, Event } from "@polycast/core";
import { newId } from "./ids.ts";
import type { StreamRecord } from "./streams.ts";
import type { TargetRecord } from "./targets.ts";
import type { EndpointRecord } from "./webhook-endpoints.ts";

export function sampleStream(overrides: Partial<StreamRecord> = {}): StreamRecord {
  const id = overrides.id ?? newId("stream");
  return {
    id,
    provider: "selfhost",
    providerId: `native-${id}`,
    name: "Sunday service",
    enabled: true,
    ingestSealed: "v1.sealed",
    notices: [],
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
    ...overrides,
  };
}

export function sampleTarget(streamId: string, overrides: Partial<TargetRecord> = {}): TargetRecord {
  const id = overrides.id ?? newId("target");
  return {
    id,
    streamId,
    providerId: `native-${id}`,
    name: "Twitch",
    enabled: true,
    rendition: "source",
    destinationSealed: "v1.sealed",
    destination: { redacted: true, protocol: "rtmp", host: "live.example.net", app: "app" },
    notices: [],
    createdAt: 1_700_000_000_000,
    updatedAt: 1_700_000_000_000,
    ...overrides,
  };
}

export function sampleEvent(streamId: string, type: "stream.live" | "stream.idle" = "stream.live"): Event {
  const at = "2026-03-01T12:00:00.000Z";
  return {
    id: newId("event"),
    type,
    provider: "selfhost",
    streamId,
    occurredAt: at,
    observedAt: at,
    source: "relay",
    data: {
      stream: {
        id: streamId,
        provider: "selfhost",
        name: "Sunday service",
        enabled: true,
        status: { state: "live", source: "relay" },
        notices: [],
      },
    },
  };
}

export function sampleEndpointEvent(): EndpointEvent {
  const at = "2026-03-01T12:00:00.000Z";
  const endpoint = { id: "whe_a", url: "https://hooks.example.com/", disabledReason: "gone" };
  return { id: newId("event"), type: "webhook_endpoint.disabled", occurredAt: at, observedAt: at, data: { endpoint } };
}

export function sampleEndpoint(overrides: Partial<EndpointRecord> = {}): EndpointRecord {
  return {
    id: newId("webhookEndpoint"),
    urlSealed: "v1.sealed",
    urlShown: "https://hooks.example.com/",
    enabled: true,
    createdAt: 1,
    updatedAt: 1,
    ...overrides,
  };
}
