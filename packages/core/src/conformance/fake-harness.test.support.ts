import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import type { Capabilities, Rule } from "../model/capabilities.ts";
import { Secret } from "../redaction/secret.ts";
import { everythingAllowed } from "../testing/everything-allowed.ts";
import { type FakeProvider, fakeProvider } from "../testing/fake-provider.ts";
import type { Harness } from "./harness.ts";

const now: Rule = { idle: "now", live: "now", via: "native", source: "test", evidence: "tested" };
const never: Rule = { ...now, idle: "refused", live: "refused" };
const whileIdle: Rule = { ...now, live: "refused" };
const nextSession: Rule = { ...now, live: "next_session" };
const base = everythingAllowed();

/** Providers that differ as real ones do. */
export const tables = {
  /** Everything at once. */
  open: base,
  /** Targets only while idle, nothing changes, few fields, few targets. */
  strict: everythingAllowed({
    target: {
      create: whileIdle,
      delete: whileIdle,
      enable: never,
      disable: never,
      restart: never,
      update: { name: never, destination: never, rendition: never },
    },
    stream: { ...base.stream, end: never, rotateIngest: never },
    status: {
      delivery: ["webhook", "poll"],
      states: ["idle", "connecting", "live", "failed", "unknown"],
      reasons: false,
    },
    limits: { targetsPerStream: 3 },
    protocols: ["rtmp"],
    renditions: false,
    readsKeysBack: false,
    stores: { stream: ["name"], target: ["name"] },
  }),
  /** Changes wait for the next session, and what becomes of targets is told by webhook alone. */
  late: everythingAllowed({
    target: {
      create: nextSession,
      delete: nextSession,
      enable: nextSession,
      disable: nextSession,
      restart: never,
      update: { name: now, destination: nextSession, rendition: nextSession },
    },
    status: { delivery: ["webhook"], states: ["disabled", "idle", "live", "retrying", "unknown"], reasons: true },
  }),
} satisfies Record<string, Capabilities>;
export type TableName = keyof typeof tables;

/** Makes a wrong adapter of a right one. */
export type Mutation = (adapter: ProviderAdapter, fake: FakeProvider) => ProviderAdapter;

const right: Mutation = (adapter) => adapter;

/** A harness over the fake provider; time passes only by `advance`. */
export function openFake(table: TableName, mutate: Mutation = right): () => Promise<Harness> {
  return async () => {
    let time = Date.parse("2026-03-01T12:00:00.000Z");
    const secret = new Secret("canary-webhook-secret-71c2");
    const fake = fakeProvider({ capabilities: tables[table], now: () => time, webhookSecret: secret });
    return {
      adapter: mutate(fake.provider, fake),
      encoder: {
        start: (streamId) => fake.goLive(streamId),
        drop: (streamId) => fake.dropEncoder(streamId),
        resume: (streamId) => fake.goLive(streamId),
        end: (streamId) => fake.endSession(streamId),
      },
      destinations: { break: (target) => fake.fail(target, "refused"), heal: (target) => fake.heal(target) },
      faults: { next: (fault) => fake.faults.next(fault), clear: () => fake.faults.clear() },
      webhooks: {
        take: async () => (tables[table].status.delivery.includes("webhook") ? fake.takeWebhooks() : []),
        secret,
        now: () => new Date(time),
        redeliver: async (delivery) => ({ ...delivery, headers: new Headers(delivery.headers) }),
      },
      destination: (n) => ({ url: `rtmp://live-${n}.example.com/app`, streamKey: `canary-key-${n}-9b1deb4d` }),
      advance: (ms) => {
        time += ms;
      },
      patienceMs: 300,
      silenceMs: 20,
      calls: () => fake.callCount(),
      secrets: () => [secret.reveal(), "canary-api-token-3f6a"],
      ...(tables[table].renditions && { renditions: ["720p"] }),
      withBadCredentials: () => mutate(withoutAccess(fake.provider), fake),
      close: () => undefined,
    };
  };
}

function withoutAccess(adapter: ProviderAdapter): ProviderAdapter {
  const refuse = async (): Promise<never> => {
    throw new MultistreamError("unauthenticated", "The token is wrong.", { provider: adapter.name });
  };
  return { ...adapter, streams: { ...adapter.streams, list: refuse, create: refuse, get: refuse } };
}
