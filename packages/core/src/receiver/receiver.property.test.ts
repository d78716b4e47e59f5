import fc from "fast-check";
import { expect, test } from "vitest";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { WebhookDelivery } from "../contract/webhooks.ts";
import type { Event } from "../model/event.ts";
import type { Target } from "../model/target.ts";
import { memoryStateStore } from "../state-store/memory-state-store.ts";
import type { StateStore } from "../state-store/state-store.ts";
import { StreamMemory } from "../state-store/stream-memory.ts";
import type { Unsettled } from "../state-store/unsettled.ts";
import { createWebhookReceiver } from "./create-webhook-receiver.ts";
import { aFake, first, requestOf, streamId } from "./receiver.test.support.ts";
import type { WebhookReceiver } from "./webhook-receiver.ts";

const second = { streamId, id: "youtube" };
const acts = ["live", "drop", "end", "fail first", "heal first", "fail second", "heal second"] as const;

const unknown = { state: "unknown", source: "assumed" } as const;

function untold(target: Target): Target {
  return { ...target, status: unknown };
}

/** The webhooks of one session, and the provider, which tells nothing when it is read: all is in the webhooks. */
async function session(script: readonly (typeof acts)[number][]) {
  let now = Date.now() - 60_000;
  const fake = aFake({}, () => now);
  const deliveries: WebhookDelivery[] = [];
  for (const act of ["live", ...script] as const) {
    now += 1;
    if (act === "live") fake.goLive(streamId);
    else if (act === "drop") fake.dropEncoder(streamId);
    else if (act === "end") fake.endSession(streamId);
    else {
      const ref = act.endsWith("first") ? first : second;
      if (act.startsWith("fail")) fake.fail(ref);
      else fake.heal(ref);
    }
    deliveries.push(...(await fake.takeWebhooks()));
  }
  const { streams } = fake.provider;
  const get: typeof streams.get = async (id, context) => {
    const { session: _session, ...stream } = await streams.get(id, context);
    return {
      ...stream,
      status: unknown,
      targets: stream.targets?.map(untold) ?? [],
    };
  };
  return { adapter: { ...fake.provider, streams: { ...streams, get } }, deliveries };
}

/** Numbers by a seed, below the one that is asked for. */
type Chance = (below: number) => number;

function chanceOf(seed: number): Chance {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A store of which some writes get lost on the way, before or after they were made. */
function unreliable(store: StateStore, chance: Chance): StateStore {
  return {
    ...store,
    async compareAndSet(...write) {
      if (chance(20) === 0) throw new Error("lost on the way");
      const isWritten = await store.compareAndSet(...write);
      if (chance(20) === 0) throw new Error("lost on the way back");
      return isWritten;
    },
  };
}

/** Remembers which events stood in the store, to be handed out. */
function watched(store: StateStore, caused: Set<string>): StateStore {
  return {
    ...store,
    compareAndSet(key, value, ...rest) {
      const { unsettled = [] }: { unsettled?: Unsettled[] } = value.startsWith("{") ? JSON.parse(value) : {};
      for (const { id } of unsettled.flatMap(({ events }) => events)) caused.add(id);
      return store.compareAndSet(key, value, ...rest);
    },
  };
}

async function knownIn(store: StateStore, adapter: ProviderAdapter) {
  const known = await new StreamMemory(store, adapter).recall(streamId);
  return known && { status: known.stream.status, targets: known.stream.targets, session: known.stream.session };
}

/** Delivers all of them in any order, some twice, between forged and cut ones, until each is taken. */
async function deliver(deliveries: readonly WebhookDelivery[], receivers: WebhookReceiver<Event>[], chance: Chance) {
  const waiting = deliveries.flatMap((delivery) => Array.from({ length: 1 + chance(2) }, () => delivery));
  for (let round = 0; waiting.length > 0; round += 1) {
    if (round > 5_000) throw new Error("It never ends");
    const at = chance(waiting.length);
    const delivery = waiting[at];
    const receiver = receivers[chance(receivers.length)];
    if (!delivery || !receiver) throw new Error("No such delivery");
    const { body } = delivery;
    const faulty = [body.slice(0, chance(body.length)), body.with(1, 1)][chance(10)];
    const { status } = await receiver.handle(requestOf({ ...delivery, body: faulty ?? body }));
    expect(faulty ? [401] : [200, 500, 503]).toContain(status);
    if (status === 200) waiting.splice(at, 1);
  }
}

test("shuffled, repeated, forged and cut webhooks end in the same state, and each event that follows is handed out", async () => {
  const script = fc.array(fc.constantFrom(...acts), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(script, fc.nat(), async (script, seed) => {
      const chance = chanceOf(seed);
      const { adapter, deliveries } = await session(script);
      const providers = { fake: adapter };

      const inOrder = memoryStateStore();
      const plain = createWebhookReceiver({ providers, state: inOrder });
      for (const delivery of deliveries) expect((await plain.handle(requestOf(delivery))).status).toBe(200);

      const store = memoryStateStore();
      const [caused, handed] = [new Set<string>(), new Set<string>()];
      const state = unreliable(watched(store, caused), chance);
      const receivers = [1, 2].map(() =>
        createWebhookReceiver({ providers, state }).onAny(({ id }) => {
          if (chance(8) === 0) throw new Error("a handler");
          handed.add(id);
        }),
      );
      await deliver(deliveries, receivers, chance);
      expect(await knownIn(store, adapter)).toEqual(await knownIn(inOrder, adapter));
      expect([...caused].filter((id) => !handed.has(id))).toEqual([]);
      expect(handed.size).toBeGreaterThan(0);
    }),
    { numRuns: 40 },
  );
});
