import type { Stream, StreamEvent, Target, TargetEvent } from "@polycast/core";
import { eventSchema, streamSchema } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { publicEvent, publicStream } from "./public-view.ts";

const at = "2026-01-02T03:04:05.000Z";
const noted = {
  reference: "planted-reference",
  metadata: { planted: "planted-metadata" },
  bindings: [{ provider: "fake", id: "planted-binding" }],
  providerMetadata: { fake: { note: "planted-provider-metadata" } },
};
const target: Target = {
  id: "tgt_a",
  streamId: "str_a",
  provider: "fake",
  name: "Twitch",
  destination: {
    redacted: true,
    protocol: "rtmp",
    host: "live.example.net",
    app: "planted-app",
    keyHint: "…planted-hint",
    preset: "twitch",
  },
  enabled: true,
  rendition: "source",
  status: { state: "live", source: "relay" },
  notices: [],
  createdAt: at,
  ...noted,
};
const stream: Stream = {
  id: "str_a",
  provider: "fake",
  name: "Show",
  enabled: true,
  status: { state: "live", source: "relay" },
  session: { id: "ses_a", startedAt: at },
  playback: [{ protocol: "hls", url: "https://play.example.net/a.m3u8" }],
  targets: [target],
  notices: [],
  tenantId: "planted-tenant",
  createdAt: at,
  ...noted,
};
const envelope = {
  id: "evt_a",
  sequence: 7,
  provider: "fake",
  streamId: "str_a",
  sessionId: "ses_a",
  tenantId: "planted-tenant",
  occurredAt: at,
  observedAt: at,
  source: "api" as const,
};

test("a stream is shown without what its owner has noted, and with what a page needs", () => {
  const seen = publicStream(stream);
  expect(JSON.stringify(seen)).not.toContain("planted");
  expect(streamSchema.parse(seen)).toEqual(seen);
  expect(seen).toMatchObject({
    name: "Show",
    status: { state: "live" },
    session: { id: "ses_a" },
    playback: [{ protocol: "hls" }],
    targets: [
      { name: "Twitch", destination: { preset: "twitch", host: "live.example.net" }, status: { state: "live" } },
    ],
  });
});

test("an event is cut the same way, what was there before included", () => {
  const { targets: _targets, ...alone } = stream;
  const changed = ["name", "metadata", "reference", "destination"];
  const targetEvent: TargetEvent = {
    ...envelope,
    type: "target.updated",
    data: { target, previous: { ...target, name: "Old" }, changed },
  };
  const streamEvent: StreamEvent = {
    ...envelope,
    type: "stream.updated",
    data: { stream: alone, previous: { ...stream, name: "Old" }, changed },
  };
  for (const event of [targetEvent, streamEvent]) {
    const seen = publicEvent(event);
    expect(JSON.stringify(seen)).not.toContain("planted");
    expect(eventSchema.parse(seen)).toEqual(seen);
    expect(seen).toMatchObject({ id: "evt_a", type: event.type, sequence: 7, sessionId: "ses_a" });
    expect(seen.data).toMatchObject({ previous: { name: "Old" }, changed: ["name", "destination"] });
  }
});
