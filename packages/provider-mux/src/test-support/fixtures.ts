/** Answers of Mux, written from its documentation and not recorded. @module */
import type { WireStream } from "../wire/live-stream.ts";
import type { WireTarget } from "../wire/simulcast-target.ts";

/** A target with a key that no model may show. */
export const wireTarget: WireTarget = {
  id: "le1axfGDc9ETqh6tr",
  url: "rtmp://live.example.com/app",
  stream_key: "target-key-canary",
  status: "idle",
  passthrough: "dest-1",
};

/** A stream with ingest credentials that no model may show. */
export const wireStream: WireStream = {
  id: "ZEBrNTpHC02iUah025KM3te6ylM7W4S4silsrFtUkn3Ag",
  created_at: "1609937654",
  status: "idle",
  stream_key: "ingest-key-canary",
  srt_passphrase: "passphrase-canary",
  latency_mode: "standard",
  reconnect_window: 60,
  max_continuous_duration: 43_200,
  passthrough: "room-42",
  meta: { title: "Friday show" },
  playback_ids: [
    { id: "HNRDuwff3K2VjTZZAPuvd2Kx6D01XUQFv02GFBHPUka018", policy: "public" },
    { id: "00zOcribkUmXqXHzBTpflk2771BRTcKATqPjWf7JHpuM", policy: "signed" },
  ],
  simulcast_targets: [wireTarget],
};

/** What those fixtures hold and nothing else may. */
export const canaries = ["target-key-canary", "ingest-key-canary", "passphrase-canary"];
