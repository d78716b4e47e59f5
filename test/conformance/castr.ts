import { castr, type CastrSettings } from "@polycast/castr";
import { castrSimulator } from "@polycast/simulators";
import { cloudHarness } from "./cloud-harness.ts";

const tokenId = "canary-castr-token-id";
const tokenSecret = "canary-castr-token-secret";
const wrongSecret = "canary-wrong-castr-secret";
const generous = { perSecond: 10_000, burst: 10_000 };
const settings = { rateLimits: { create: generous, other: generous }, attemptTimeoutMs: 500 } satisfies CastrSettings;

/** The Castr adapter over a simulator of Castr. */
export const openCastr = cloudHarness({
  simulate: (options) => castrSimulator({ ...options, tokenId, secretKey: tokenSecret }),
  adapt: (options) => castr({ ...settings, ...options, tokenId, tokenSecret }),
  adaptWrongly: (options) => castr({ ...settings, ...options, tokenId, tokenSecret: wrongSecret }),
  requests: {
    "stream.create": { method: "POST", path: "/v2/live_streams" },
    "target.create": { method: "POST", path: "/v2/live_streams/*/platforms" },
    read: { method: "GET" },
    delete: { method: "DELETE" },
  },
  errorBody: (statusCode, message) => ({ statusCode, error: "Error", message }),
  credentials: [tokenId, tokenSecret],
  wrongCredential: wrongSecret,
});
