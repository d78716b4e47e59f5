/** A target as a gateway answers it. */
export const target = {
  id: "tgt_1",
  streamId: "str_1",
  provider: "mux-us",
  name: "Twitch",
  destination: { redacted: true, protocol: "rtmps", host: "live.twitch.tv", app: "app", keyHint: "…x4Qz" },
  enabled: true,
  rendition: "source",
  status: { state: "live", source: "relay", bitrateBps: 6_200_000 },
  notices: [],
};

/** A stream as a gateway answers it. */
export const stream = {
  id: "str_1",
  provider: "mux-us",
  name: "Friday show",
  enabled: true,
  status: { state: "live", since: "2026-03-06T19:30:12.480Z", source: "relay" },
  session: { id: "ses_1", startedAt: "2026-03-06T19:30:12.480Z" },
  notices: [],
  createdAt: "2026-03-01T10:00:00.000Z",
};

/** Where its encoder sends to. */
export const ingest = [{ protocol: "rtmp", url: "rtmp://127.0.0.1:1935/live", streamKey: "planted-ingest-key" }];

export const pending = { changes: ["disable"], applies: "stream_idle", since: "2026-03-06T19:30:12.480Z" };
