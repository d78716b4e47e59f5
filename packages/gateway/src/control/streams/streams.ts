import { type Ingest, MultistreamError, type Pending, type Stream } from "@polycast/core";
import { missingMethod } from "@polycast/core/host";
import { type AdapterPage, assertAllowed, parseInput } from "@polycast/core/provider";
import { type CreateOptions, listStreams, targetsOf, updateStream as updateRow } from "../../store/index.ts";
import { type Actions, actionsOf } from "./actions-of.ts";
import { assertInPlace } from "../assert-changeable.ts";
import { createStream, type CreatedStream } from "./create-stream.ts";
import { deleteStream } from "./delete-stream.ts";
import { listStreamsInput } from "../inputs.ts";
import { findStreamRecord, ourStreamId, requireStream } from "../lookup.ts";
import type { Scope } from "../parts.ts";
import { readStream } from "../read-model.ts";
import { sealIngest } from "../sealed-values.ts";
import { beforeAnswer } from "../observing/take-answer.ts";
import { type Imported, importStreams } from "../importing/import-streams.ts";
import { type Switched, switchStream } from "../switching/switch-stream.ts";
import { inTwoSteps } from "../two-steps.ts";
import { updateStream } from "./update-stream.ts";

/**
 * The stream calls of the control plane. A stream is named by our id or by `<instance>:<providerId>`; inputs are
 * checked here. Every call throws `MultistreamError` only.
 */
export type Streams = {
  /** All or nothing, with its targets; those that the provider does not take at once are `pending`. `provider` names an instance, else it is the default one. */
  create(input: unknown, options?: CreateOptions): Promise<CreatedStream>;
  get(id: string): Promise<Stream>;
  /** The same as JSON text; at once where it is in memory. */
  getText(id: string): string | Promise<string>;
  /** One page, newest first. */
  list(query: unknown): Promise<AdapterPage<Stream>>;
  update(id: string, patch: unknown): Promise<Stream>;
  /** `pending`: it is gone later. One that is gone already is a success. */
  delete(id: string): Promise<{ pending?: Pending }>;
  /** Ends the running session. */
  end(id: string): Promise<Stream>;
  /** The encoder's credentials, as the provider has them now. */
  getIngest(id: string): Promise<Ingest[]>;
  /** New credentials; the old ones stop working. */
  rotateIngest(id: string): Promise<Ingest[]>;
  /** For every operation: may it be done now, and when does it take effect? */
  actions(id: string): Promise<Actions>;
  /** Moves it to another provider, or only tells what would become of it: see `switchStream`. */
  switch(id: string, input: unknown): Promise<Switched>;
  /** Takes over what a provider has already, or only tells what: see `importStreams`. */
  import(input: unknown): Promise<AdapterPage<Imported>>;
};

/** Makes the stream calls. */
export function createStreams(scope: Scope): Streams {
  const { instances, store, register, views, answers, sealer, clock, mutex, tenantId } = scope;

  const get = async (id: string): Promise<Stream> =>
    store.read(function* () {
      return yield* readStream(views, yield* requireStream(ourStreamId(scope, id), tenantId));
    });

  const locate = async (id: string) => {
    const record = await findStreamRecord(scope, id);
    return { record, instance: instances.require(record.provider), state: register.get(record.id)?.status.state };
  };

  /** Finds it when it is its turn, where it is by then. */
  const inTurn = async <T>(id: string, task: (found: Awaited<ReturnType<typeof locate>>) => Promise<T>): Promise<T> => {
    const { id: ours } = await findStreamRecord(scope, id);
    return mutex.run(ours, async () => {
      const found = await locate(ours);
      assertInPlace(found.record);
      return task(found);
    });
  };

  return {
    get,
    getText: (id) => answers.text(ourStreamId(scope, id), tenantId),
    create: (input, options) => createStream(scope, input, options),
    update: (id, patch) => updateStream(scope, id, patch),
    delete: (id) => deleteStream(scope, id),
    switch: (id, input) => switchStream(scope, id, input),
    import: (input) => importStreams(scope, input),
    async list(query) {
      const { cursor, provider, reference, limit } = parseInput(listStreamsInput, query, "query");
      const filter = {
        ...(provider === undefined ? {} : { provider }),
        ...(reference === undefined ? {} : { reference }),
        ...(tenantId === undefined ? {} : { tenantId }),
      };
      return store.read(function* () {
        const page = yield* listStreams({ ...filter, ...(cursor === undefined ? {} : { cursor }), limit });
        const data: Stream[] = [];
        for (const record of page.data) data.push(yield* readStream(views, record));
        return { ...page, data };
      });
    },
    end: (id) =>
      inTurn(id, async ({ record, instance, state }) => {
        assertAllowed(await instance.capabilities(), "stream.end", instance.name, state);
        const taker = beforeAnswer(scope, record.id);
        const answer = await instance.call(async (context) => {
          const { streams } = instance.adapter;
          if (!streams.end) throw missingMethod("stream.end", instance.name);
          return streams.end(record.providerId, context);
        });
        taker.stream(answer);
        return get(record.id);
      }),
    async getIngest(id) {
      const { record, instance } = await locate(id);
      return instance.call((context) => instance.adapter.streams.getIngest(record.providerId, context));
    },
    rotateIngest: (id) =>
      inTurn(id, async ({ record, instance, state }) => {
        assertAllowed(await instance.capabilities(), "stream.rotateIngest", instance.name, state);
        return inTwoSteps({
          what: "The stream's ingest",
          call: () =>
            instance.call(async (context) => {
              const { streams } = instance.adapter;
              if (!streams.rotateIngest) throw missingMethod("stream.rotateIngest", instance.name);
              return streams.rotateIngest(record.providerId, context);
            }),
          store: async (ingest) => {
            const ingestSealed = sealIngest(sealer, record.id, ingest);
            await store.write(function* () {
              const { provider, providerId } = yield* requireStream(record.id);
              if (provider !== record.provider || providerId !== record.providerId) throw movedMeanwhile(provider);
              yield* updateRow(record.id, { ingestSealed, updatedAt: clock.now() });
            });
            return ingest;
          },
          remedy: () => "The former credentials may not work any more: rotate them again.",
        });
      }),
    async actions(id) {
      const { record, instance } = await locate(id);
      const table = await instance.capabilities();
      const targets = await store.read(function* () {
        const rows = yield* targetsOf(record.id);
        yield* views.catchUp(record, rows);
        return rows;
      });
      const state = register.get(record.id)?.status.state;
      return actionsOf({ record, targets, table, state, foreign: scope.foreign.count(record.id) });
    },
  };
}

/** By another process. */
function movedMeanwhile(provider: string): MultistreamError {
  return new MultistreamError("conflict", `The stream was moved to ${provider} in the meantime.`, { provider });
}
