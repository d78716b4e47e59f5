import { mux, type MuxSettings } from "@polycast/mux";
import { muxSimulator } from "@polycast/simulators";
import { cloudHarness } from "./cloud-harness.ts";

const tokenId = "canary-mux-token-id";
const tokenSecret = "canary-mux-token-secret";
const wrongCredential = "canary-wrong-token-secret";
const generous = { perSecond: 10_000, burst: 10_000 };
const settings = { rateLimits: { create: generous, other: generous }, attemptTimeoutMs: 500 } satisfies MuxSettings;

/** The Mux adapter over a simulator of Mux. */
export const openMux = cloudHarness({
  simulate: (options) => muxSimulator({ ...options, tokenId, tokenSecret }),
  adapt: (options) => mux({ ...settings, ...options, tokenId, tokenSecret }),
  adaptWrongly: (options) => mux({ ...settings, ...options, tokenId, tokenSecret: wrongCredential }),
  requests: {
    "stream.create": { method: "POST", path: "/video/v1/live-streams" },
    "target.create": { method: "POST", path: "/video/v1/live-streams/*/simulcast-targets" },
    read: { method: "GET" },
    delete: { method: "DELETE" },
  },
  errorBody: (status, text) =>
    status === 429 ? { errors: [text] } : { error: { type: "server_error", messages: [text] } },
  credentials: [tokenId, tokenSecret],
  wrongCredential,
});
