import { Repeats } from "../calls/repeats.ts";
import { assertTargetCount } from "../capabilities/decide.ts";
import { streamOperations } from "../capabilities/operations-of.ts";
import { checkStored } from "../client/check-target.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import type { NewStream } from "../model/inputs.ts";
import type { FakeCalls } from "./fake-calls.ts";
import { type StreamRecord, toStream } from "./fake-records.ts";
import { allow, checkNewTarget, defined } from "./fake-rules.ts";
import type { FakeWorld } from "./fake-world.ts";
import { newIngest, newStream } from "./make-records.ts";
import { changeWish } from "./wish.ts";

/** The stream methods of the fake adapter. */
export function fakeStreams(world: FakeWorld, calls: FakeCalls): ProviderAdapter["streams"] {
  const { name, capabilities } = world;
  const repeats = new Repeats();
  const view = (record: StreamRecord) => toStream(record, name, capabilities);

  async function addStream(input: NewStream, context: { signal: AbortSignal }): Promise<string> {
    checkStored(capabilities, name, "stream", input);
    for (const target of input.targets) checkNewTarget(world, target);
    assertTargetCount(capabilities, name, input.targets.length);
    // All or nothing: nothing is kept before the last target is through.
    for (const [index] of input.targets.entries()) {
      await calls.make(`streams.create target ${index}`, "target.create", context, () => undefined);
    }
    return newStream(world, input).id;
  }

  return {
    create: (input, context) =>
      calls.make("streams.create", "stream.create", context, async () => {
        const record = await repeats.answer("stream", context, {
          input,
          make: async (current) => world.stream(await addStream(input, current)),
          idOf: ({ id }) => id,
          read: async (id) => world.stream(id),
        });
        return { stream: view(record), ingest: record.ingest };
      }),
    get: (id, context) => calls.make("streams.get", "read", context, () => view(world.stream(id))),
    list: (query, context) => calls.make("streams.list", "read", context, () => page(world, query, view)),
    update: (id, patch, context) =>
      calls.make("streams.update", undefined, context, () => {
        const record = world.stream(id);
        const applies = allow(world, streamOperations(patch), record);
        checkStored(capabilities, name, "stream", patch);
        const before = record.wish.effective?.enabled;
        changeWish(record.wish, defined(patch), applies, world.at());
        const after = record.wish.effective?.enabled;
        if (before !== after) world.moveStream(record, after ? "idle" : "disabled");
        return view(record);
      }),
    end: (id, context) =>
      calls.make("streams.end", undefined, context, () => {
        const record = world.stream(id);
        allow(world, ["stream.end"], record);
        if (record.status.state !== "disabled") world.moveStream(record, "idle");
        return view(record);
      }),
    delete: (id, context) =>
      calls.make("streams.delete", "delete", context, () => {
        const record = world.streams.get(id);
        if (record) allow(world, ["stream.delete"], record);
        world.streams.delete(id);
      }),
    getIngest: (id, context) => calls.make("streams.getIngest", "read", context, () => world.stream(id).ingest),
    rotateIngest: (id, context) =>
      calls.make("streams.rotateIngest", undefined, context, () => {
        const record = world.stream(id);
        allow(world, ["stream.rotateIngest"], record);
        record.ingest = newIngest(name);
        // Whoever publishes with the old key is disconnected.
        if (record.status.state === "live") world.moveStream(record, "reconnecting");
        return record.ingest;
      }),
  };
}

/** Newest first; the cursor is the number of the last stream told. */
function page<T>(
  world: FakeWorld,
  { cursor, limit }: { cursor?: string; limit: number },
  view: (record: StreamRecord) => T,
) {
  const after = cursor === undefined ? Infinity : Number(cursor);
  if (Number.isNaN(after)) {
    throw new MultistreamError("invalid_argument", "The cursor is not from this list.", { provider: world.name });
  }
  const rest = [...world.streams.values()]
    .filter(({ number }) => number < after)
    .toSorted((a, b) => b.number - a.number);
  const records = rest.slice(0, limit);
  const last = records.at(-1);
  const data = records.map(view);
  return last && rest.length > limit ? { data, nextCursor: String(last.number) } : { data };
}
