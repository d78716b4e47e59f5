import type { OpenHarness } from "@polycast/core/conformance";
import { Secret } from "@polycast/core/provider";
import { acme } from "./acme.ts";
import { AcmeServer } from "./acme-server.ts";

const apiKey = "canary-acme-api-key";
const wrongKey = "canary-wrong-acme-key";
const webhookSecret = "canary-acme-webhook-secret";
const generous = { perSecond: 10_000, burst: 10_000 };

/** `Date`, as a test moves it. */
export type Clock = {
  /** From here on it stands still. */
  stop(): void;
  advance(ms: number): void;
  /** It is the real one again. */
  release(): void;
};

/** The adapter over a fresh stand-in for Acme, as the conformance kit wants it. */
export function openAcme(clock: Clock): OpenHarness {
  return async () => {
    clock.stop();
    const server = new AcmeServer({ apiKey, webhookSecret });
    const settings = { fetch: server.fetch, rateLimits: { create: generous, other: generous }, attemptTimeoutMs: 500 };
    return {
      adapter: acme({ ...settings, apiKey }),
      withBadCredentials: () => acme({ ...settings, apiKey: wrongKey }),
      encoder: {
        start: (id) => server.account.connect(id),
        drop: (id) => server.account.disconnect(id),
        resume: (id) => server.account.connect(id),
        end: (id) => server.account.disconnect(id),
      },
      destinations: {
        break: ({ id }) => server.account.setBroken(id, true),
        heal: ({ id }) => server.account.setBroken(id, false),
      },
      faults: { next: (fault) => server.plan(fault), clear: () => server.clearFaults() },
      webhooks: {
        take: async () => server.takeWebhooks(),
        secret: new Secret(webhookSecret),
        redeliver: async ({ body }) => server.sign(body),
      },
      destination: (n) => ({ url: `rtmp://live-${n}.example.com/app`, streamKey: `canary-target-key-${n}-d41d8cd9` }),
      advance: (ms) => clock.advance(ms),
      calls: () => server.calls,
      secrets: () => [apiKey, wrongKey, webhookSecret],
      close: () => clock.release(),
    };
  };
}
