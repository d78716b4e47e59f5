import type { Observation } from "../../contract/observation.ts";
import type { ProviderAdapter } from "../../contract/provider-adapter.ts";
import type { ProviderWebhooks, Translation } from "../../contract/webhooks.ts";
import type { ErrorCode } from "../../errors/error-code.ts";
import { isMultistreamError, MultistreamError } from "../../errors/multistream-error.ts";
import type { Capabilities } from "../../model/capabilities.ts";
import type { Stream } from "../../model/stream.ts";
import type { Target } from "../../model/target.ts";
import type { Mutation, TableName } from "../fake-harness.test.support.ts";
import type { Mode } from "../scene.ts";

/** A wrong adapter, and the provider and mode under which it shows. Default: the open one, direct. */
export type Mutant = { mutate: Mutation; table?: TableName; mode?: Mode };
export type Mutants = Record<string, Mutant>;

type Streams = Required<Omit<ProviderAdapter["streams"], "check">>;
type Targets = Required<Omit<ProviderAdapter["targets"], "check" | "destinations">>;

/** The methods of the fake, of which none is left out. */
function whole(adapter: ProviderAdapter): { streams: Streams; targets: Targets } {
  const update = adapter.streams.update?.bind(adapter.streams);
  const end = adapter.streams.end?.bind(adapter.streams);
  const rotateIngest = adapter.streams.rotateIngest?.bind(adapter.streams);
  const updateTarget = adapter.targets.update?.bind(adapter.targets);
  const restart = adapter.targets.restart?.bind(adapter.targets);
  const hasDestination = adapter.targets.hasDestination?.bind(adapter.targets);
  if (!update || !end || !rotateIngest || !updateTarget || !restart || !hasDestination) throw new Error("not whole");
  return {
    streams: { ...adapter.streams, update, end, rotateIngest },
    targets: { ...adapter.targets, update: updateTarget, restart, hasDestination },
  };
}

/** Other stream methods. */
export function streams(change: (right: Streams, fake: Parameters<Mutation>[1]) => Partial<Streams>): Mutation {
  return (adapter, fake) => ({ ...adapter, streams: { ...adapter.streams, ...change(whole(adapter).streams, fake) } });
}

/** Other target methods. */
export function targets(
  change: (right: Targets, all: { streams: Streams }, fake: Parameters<Mutation>[1]) => Partial<Targets>,
): Mutation {
  return (adapter, fake) => {
    const right = whole(adapter);
    return { ...adapter, targets: { ...adapter.targets, ...change(right.targets, right, fake) } };
  };
}

/** Every stream that is told is another. */
export function streamsAre(change: (stream: Stream) => Stream): Mutation {
  return (adapter) => {
    const right = whole(adapter).streams;
    return {
      ...adapter,
      streams: {
        ...right,
        create: async (input, context) => {
          const created = await right.create(input, context);
          return { ...created, stream: change(created.stream) };
        },
        get: async (id, context) => change(await right.get(id, context)),
        list: async (query, context) => {
          const page = await right.list(query, context);
          return { ...page, data: page.data.map(change) };
        },
        update: async (id, patch, context) => change(await right.update(id, patch, context)),
        end: async (id, context) => change(await right.end(id, context)),
      },
    };
  };
}

/** Every target that is told is another, alone and in its stream. */
export function targetsAre(change: (target: Target) => Target): Mutation {
  return (adapter, fake) => {
    const within = streamsAre(({ targets = [], ...stream }) => ({ ...stream, targets: targets.map(change) }));
    const changed = within(adapter, fake);
    const right = whole(changed).targets;
    return {
      ...changed,
      targets: {
        ...right,
        create: async (id, input, context) => change(await right.create(id, input, context)),
        get: async (ref, context) => change(await right.get(ref, context)),
        list: async (id, context) => (await right.list(id, context)).map(change),
        update: async (ref, patch, context) => change(await right.update(ref, patch, context)),
        restart: async (ref, context) => change(await right.restart(ref, context)),
      },
    };
  };
}

/** A target in another state. */
export function withState(target: Target, status: Partial<Target["status"]>): Target {
  return { ...target, status: { ...target.status, ...status } };
}

/** Every error of a stream method has another code, or is no error of ours at all. */
export function errorsAre(change: (error: MultistreamError) => unknown): Mutation {
  const wrap =
    <A extends unknown[], T>(run: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      try {
        return await run(...args);
      } catch (error) {
        throw isMultistreamError(error) ? change(error) : error;
      }
    };
  return (adapter) => {
    const right = whole(adapter);
    return {
      ...adapter,
      streams: {
        create: wrap(right.streams.create),
        get: wrap(right.streams.get),
        list: wrap(right.streams.list),
        update: wrap(right.streams.update),
        end: wrap(right.streams.end),
        delete: wrap(right.streams.delete),
        getIngest: wrap(right.streams.getIngest),
        rotateIngest: wrap(right.streams.rotateIngest),
      },
      targets: { ...right.targets, create: wrap(right.targets.create), get: wrap(right.targets.get) },
    };
  };
}

/** Every error is of this code. */
export function codesAre(code: ErrorCode): Mutation {
  return errorsAre(({ message, provider }) => new MultistreamError(code, message, { provider }));
}

/** A table that is another when it is asked for again: what the caller was told does not hold. */
export function tableBecomes(change: (table: Capabilities) => Capabilities): Mutation {
  return (adapter) => {
    let asked = 0;
    return {
      ...adapter,
      capabilities: async () => {
        asked += 1;
        const table = await adapter.capabilities();
        return asked === 1 ? table : change(table);
      },
    };
  };
}

/** Other webhooks. */
export function webhooks(change: (right: ProviderWebhooks) => Partial<ProviderWebhooks>): Mutation {
  return (adapter) => {
    if (!adapter.webhooks) throw new Error("The fake has no webhooks.");
    return { ...adapter, webhooks: { ...adapter.webhooks, ...change(adapter.webhooks) } };
  };
}

/** Every observation of a webhook is another. */
export function translationsAre(change: (one: Translation["observations"][number]) => object): Mutation {
  return webhooks((right) => ({
    translate: (webhook) => {
      const { observations } = right.translate(webhook);
      return { observations: observations.map((one) => Object.assign({ ...one }, change(one))) };
    },
  }));
}

/** Every report is another; nothing: it is not made. */
export function reportsAre(change: (observation: Observation) => Observation | undefined): Mutation {
  return (adapter) => ({
    ...adapter,
    subscribe: (listener) =>
      adapter.subscribe?.((observation) => {
        const changed = change(observation);
        if (changed) listener(changed);
      }) ?? (() => undefined),
  });
}
