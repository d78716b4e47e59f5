import type { Observation } from "../contract/observation.ts";
import { type ProviderAdapter, SPEC_VERSION } from "../contract/provider-adapter.ts";
import type { WebhookDelivery } from "../contract/webhooks.ts";
import { parseInput } from "../errors/invalid-argument.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import type { Capabilities } from "../model/capabilities.ts";
import { type CreateStreamInput, type CreateTargetInput, createStreamSchema } from "../model/inputs.ts";
import type { TargetRef } from "../model/target.ts";
import type { ReasonCode } from "../model/target-status.ts";
import { Secret } from "../redaction/secret.ts";
import { everythingAllowed } from "./everything-allowed.ts";
import { FakeCalls } from "./fake-calls.ts";
import { toStream } from "./fake-records.ts";
import { fakeStreams } from "./fake-streams.ts";
import { fakeTargets } from "./fake-targets.ts";
import { fakeDelivery, fakeWebhooks } from "./fake-webhooks.ts";
import { FakeWorld } from "./fake-world.ts";
import type { FakeMethod, Fault } from "./fault.ts";
import { newStream, restoreStreams } from "./make-records.ts";

/** Webhooks that wait to be taken; the oldest give way. */
const MAX_DELIVERIES = 1_000;

/** A stream that is there from the beginning, with ids of the test's choosing. */
export type SeedStream = Omit<CreateStreamInput, "targets"> & {
  id?: string;
  targets?: (CreateTargetInput & { id?: string })[];
};

/** A provider in memory: it keeps to its capability table, and what it observes is moved by hand. */
export type FakeProvider = {
  provider: ProviderAdapter;
  /** The encoder sends: the stream is live, and its enabled targets are. Also after `dropEncoder`. */
  goLive(streamId: string): void;
  /** The encoder is gone without a goodbye: the stream is `reconnecting`, until `goLive` or `endSession`. */
  dropEncoder(streamId: string): void;
  /** The session is over; what had to wait for that is done. */
  endSession(streamId: string): void;
  /** The destination refuses from now on: `retrying` while the stream is live, or `failed` when it is final. */
  fail(ref: TargetRef, reason?: ReasonCode, options?: { final?: boolean }): void;
  /** The destination accepts again. */
  heal(ref: TargetRef): void;
  /** What goes wrong with the next calls. */
  faults: { next(fault: Fault): void; clear(): void };
  /** The next call of this method fails with this error and does nothing. Taken back by `faults.clear`. */
  failNext(method: FakeMethod, error: Error): void;
  /**
   * Runs when the next call of this method has done its work and before it answers: look at what your app shows
   * meanwhile, or hold the answer back with a promise.
   */
  beforeAnswer(method: FakeMethod, act: () => void | Promise<void>): void;
  /** The names of the adapter's methods that were called, e.g. `targets.create`, in order; the last 10 000. */
  calls(): readonly string[];
  /** How often they were called in all. */
  callCount(): number;
  /** What is sent to webhook endpoints, signed; each is given once. Waiting are at most the last 1 000. */
  takeWebhooks(): Promise<WebhookDelivery[]>;
};

/**
 * A provider for your own tests: in memory, without timers, by the clock you give it.
 *
 * ```ts
 * const fake = fakeProvider({ capabilities: everythingAllowed({ limits: { targetsPerStream: 3 } }) });
 * const live = createMultistream({ provider: fake.provider });
 * const { stream } = await live.streams.create({ name: "Friday show", targets: [twitch] });
 * fake.goLive(stream.id);
 * fake.fail(stream.targets[0], "unauthorized");
 * ```
 *
 * It obeys its capability table: what is refused throws, what is late is `pending` until then, what has no slot is not
 * kept. Rules of a stream's `end`, `delete` and `rotateIngest` that are not refused hold at once. An idempotency key
 * makes one thing: another input under it, and its repeat once the thing is deleted, is a `conflict`. It forgets
 * everything when it is made anew, and takes back what a host has stored by `restore`.
 *
 * @param options.capabilities default `everythingAllowed()`
 * @param options.name default `fake`
 * @param options.now milliseconds; default the real clock
 * @param options.webhookSecret signs `takeWebhooks`; default one of its own
 */
export function fakeProvider(
  options: {
    capabilities?: Capabilities;
    name?: string;
    now?: () => number;
    streams?: readonly SeedStream[];
    webhookSecret?: Secret<string>;
  } = {},
): FakeProvider {
  const { capabilities = everythingAllowed(), name = "fake", now = Date.now } = options;
  const secret = options.webhookSecret ?? new Secret(crypto.randomUUID());
  const world = new FakeWorld(name, capabilities, now);
  const calls = new FakeCalls(name);
  let waiting: { observation: Observation; at: number }[] = [];
  world.subscribe((observation) => {
    waiting.push({ observation, at: now() });
    if (waiting.length > MAX_DELIVERIES) waiting.shift();
  });
  for (const { id, targets = [], ...stream } of options.streams ?? []) {
    const ids = targets.map((target) => target.id);
    const plain = targets.map(({ id: _id, ...target }) => target);
    const input = parseInput(createStreamSchema, { ...stream, targets: plain }, "stream");
    newStream(world, input, { stream: id, targets: ids });
  }
  return {
    provider: adapterOf(world, calls, secret),
    goLive: (streamId) => {
      const stream = world.stream(streamId);
      if (stream.status.state === "disabled") throw refusedEncoder(name);
      world.moveStream(stream, "live");
    },
    dropEncoder: (streamId) => {
      const stream = world.stream(streamId);
      if (stream.status.state === "live") world.moveStream(stream, "reconnecting");
    },
    endSession: (streamId) => {
      const stream = world.stream(streamId);
      if (stream.status.state !== "disabled") world.moveStream(stream, "idle");
    },
    fail: (ref, code = "refused", { final = false } = {}) => {
      const target = world.target(ref);
      target.broken = { reason: { code, message: "A test made it fail." }, final };
      world.settle(world.stream(ref.streamId), target);
    },
    heal: (ref) => {
      const target = world.target(ref);
      delete target.broken;
      world.settle(world.stream(ref.streamId), target);
    },
    faults: calls.faults,
    failNext: (method, error) => calls.faults.plant(method, error),
    beforeAnswer: (method, act) => calls.beforeAnswer(method, act),
    calls: () => calls.made,
    callCount: () => calls.count,
    takeWebhooks: async () => {
      const taken = waiting;
      waiting = [];
      return Promise.all(taken.map(({ observation, at }) => fakeDelivery(observation, secret, at)));
    },
  };
}

function adapterOf(world: FakeWorld, calls: FakeCalls, secret: Secret<string>): ProviderAdapter {
  const { name, capabilities } = world;
  const { delivery } = capabilities.status;
  return {
    specVersion: SPEC_VERSION,
    name,
    packageName: "@polycast/core",
    capabilities: () => capabilities,
    streams: fakeStreams(world, calls),
    targets: fakeTargets(world, calls),
    ...(delivery.includes("webhook") && { webhooks: fakeWebhooks(name, secret, () => world.now()) }),
    ...(delivery.includes("poll") && {
      poll: ({ streamId, onStream }, context) =>
        calls.make("poll", "read", context, () => {
          const streams = streamId === undefined ? [...world.streams.values()] : [world.stream(streamId)];
          for (const stream of streams) onStream?.(toStream(stream, name, capabilities));
          return streams.flatMap((stream) => world.observations(stream, "poll"));
        }),
    }),
    ...(delivery.includes("push") && { subscribe: (listener) => world.subscribe(listener) }),
    restore: (stored, context) => calls.make("restore", undefined, context, () => restoreStreams(world, stored)),
    start: (context) => calls.make("start", undefined, context, () => undefined),
    close: () => calls.make("close", undefined, { signal: new AbortController().signal }, () => undefined),
  };
}

function refusedEncoder(provider: string): MultistreamError {
  const hint = "Enable the stream first.";
  return new MultistreamError("conflict", "The stream is disabled: no encoder may publish.", { provider, hint });
}
