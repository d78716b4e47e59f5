import { livepeer, type LivepeerSettings } from "@polycast/livepeer";
import { livepeerSimulator } from "@polycast/simulators";
import { cloudHarness } from "./cloud-harness.ts";

const apiKey = "0c0ffee0-cafe-4000-8000-00000ca9a121";
const wrongKey = "0c0ffee0-dead-4000-8000-00000ca9a122";
const generous = { perSecond: 10_000, burst: 10_000 };
const settings = {
  rateLimits: { create: generous, other: generous },
  attemptTimeoutMs: 500,
} satisfies LivepeerSettings;

/** The Livepeer adapter over a simulator of Livepeer Studio. */
export const openLivepeer = cloudHarness({
  simulate: (options) => livepeerSimulator({ ...options, apiKey }),
  adapt: (options) => livepeer({ ...settings, ...options, apiKey }),
  adaptWrongly: (options) => livepeer({ ...settings, ...options, apiKey: wrongKey }),
  requests: {
    "stream.create": { method: "POST", path: "/api/stream" },
    "target.create": { method: "POST", path: "/api/multistream/target" },
    read: { method: "GET" },
    delete: { method: "DELETE" },
  },
  errorBody: (_status, text) => ({ errors: [`Internal server error: ${text}`] }),
  credentials: [apiKey],
  wrongCredential: wrongKey,
  renditions: ["720p0"],
});
