import { Repeats } from "../calls/repeats.ts";
import { assertTargetCount } from "../capabilities/decide.ts";
import { targetOperations } from "../capabilities/operations-of.ts";
import { checkTarget } from "../client/check-target.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { resolveDestination } from "../destination/resolve-destination.ts";
import type { Destination } from "../model/destination.ts";
import type { NewTarget } from "../model/inputs.ts";
import type { FakeCalls } from "./fake-calls.ts";
import { type TargetRecord, toTarget } from "./fake-records.ts";
import { allow, checkNewTarget, defined } from "./fake-rules.ts";
import type { FakeWorld } from "./fake-world.ts";
import { newTarget } from "./make-records.ts";
import { changeWish, pendingOf } from "./wish.ts";

/** The target methods of the fake adapter. */
export function fakeTargets(world: FakeWorld, calls: FakeCalls): ProviderAdapter["targets"] {
  const { name, capabilities } = world;
  const repeats = new Repeats();
  const view = (record: TargetRecord) =>
    toTarget(record, world.stream(record.streamId).status.state, name, capabilities);

  function addTarget(streamId: string, input: NewTarget): TargetRecord {
    const stream = world.stream(streamId);
    checkNewTarget(world, input);
    const applies = allow(world, ["target.create"], stream);
    assertTargetCount(capabilities, name, stream.targets.size + 1);
    const target = newTarget(world, streamId, input, applies);
    stream.targets.set(target.id, target);
    world.settle(stream, target);
    return target;
  }

  return {
    create: (streamId, input, context) =>
      calls.make("targets.create", "target.create", context, async () => {
        const record = await repeats.answer(`target of ${streamId}`, context, {
          input,
          make: async () => addTarget(streamId, input),
          idOf: ({ id }) => id,
          read: async (id) => world.target({ streamId, id }),
        });
        return view(record);
      }),
    get: (ref, context) => calls.make("targets.get", "read", context, () => view(world.target(ref))),
    list: (streamId, context) =>
      calls.make("targets.list", "read", context, () => Array.from(world.stream(streamId).targets.values(), view)),
    update: (ref, patch, context) =>
      calls.make("targets.update", undefined, context, () => {
        const stream = world.stream(ref.streamId);
        const target = world.target(ref);
        const applies = allow(world, targetOperations(patch), stream);
        checkTarget(capabilities, name, patch);
        changeWish(target.wish, defined(patch), applies, world.at());
        world.settle(stream, target, patch.destination !== undefined && applies === "now");
        return view(target);
      }),
    restart: (ref, context) =>
      calls.make("targets.restart", undefined, context, () => {
        const stream = world.stream(ref.streamId);
        const target = world.target(ref);
        allow(world, ["target.restart"], stream);
        world.settle(stream, target, true);
        return view(target);
      }),
    delete: (ref, context) =>
      calls.make("targets.delete", "delete", context, () => {
        const stream = world.streams.get(ref.streamId);
        const target = stream?.targets.get(ref.id);
        if (!stream || !target) return {};
        const applies = allow(world, ["target.delete"], stream);
        if (applies === "now") stream.targets.delete(target.id);
        else Object.assign(target.wish, { doomed: true, late: { applies, since: world.at() } });
        const pending = pendingOf(target.wish);
        return applies !== "now" && pending ? { pending } : {};
      }),
    hasDestination: (ref, destination, context) =>
      calls.make("targets.hasDestination", "read", context, () => {
        const { wanted } = world.target(ref).wish;
        return capabilities.readsKeysBack ? address(wanted.destination) === address(destination) : undefined;
      }),
    destinations: (streamId, context) =>
      calls.make("targets.destinations", "read", context, () => {
        const { targets } = world.stream(streamId);
        const told = capabilities.readsKeysBack ? [...targets.values()] : [];
        return new Map(told.map(({ id, wish }) => [id, wish.wanted.destination]));
      }),
  };
}

/** Compared inside this process only. */
function address(destination: Destination): string {
  return JSON.stringify(resolveDestination(destination));
}
