import type { Stream } from "@polycast/core";
import type { Log } from "@polycast/core/provider";
import { getStreamState, type Reading, type Store, type StreamRecord, type TargetRecord } from "../../store/index.ts";
import type { Clock } from "../clock.ts";
import { type Fence, openFence } from "../duties/duties.ts";
import { createLeasedDuties } from "../duties/leased-duties.ts";
import { createSoleDuties } from "../duties/sole-duties.ts";
import { createTenures } from "../duties/tenures.ts";
import { createFactWriter, type FactWriter } from "../events/fact-writer.ts";
import type { Instance, Instances } from "../providers/instances.ts";
import type { TargetNumbersOf } from "../target-numbers.ts";
import { createViews, type Views } from "../views.ts";
import { type Bindings, createBindings } from "./bindings.ts";
import { createStoreFollower } from "./follow-store.ts";
import { loadInstance } from "./load-instance.ts";
import { createObserver, type Observer } from "./observer.ts";
import { createPollers, type Pollers } from "./pollers.ts";
import { createRegister, type Register } from "./register.ts";
import type { Reported } from "./report-body.ts";
import { createReportIntake } from "./report-intake.ts";
import { createReporters } from "./reporters.ts";
import { createSilentRelays } from "./silent-relays.ts";
import { takeUp } from "./stored-stream.ts";

/** What observing works with. */
export type ObservingOptions = {
  instances: Instances;
  store: Store;
  clock: Clock;
  log: Log;
  /** Numbers of targets that are newer than what was observed. Default: there are none. */
  numbers?: TargetNumbersOf | undefined;
  /** Called when anything of a stream or its targets is other than before. */
  onSeen: (streamId: string) => void;
  /** Called when a stream has become known that another process has made, of an instance that this one observes. */
  onFound: (streamId: string) => void;
  /** Told of every stream that a poll has read, in the provider's ids. */
  onRead?: ((instance: Instance, stream: Stream) => void) | undefined;
  /** Told of every stream of ours that its provider does not have any more. */
  onMissing?: ((instance: string, streamId: string) => void) | undefined;
  /** Does what else the observer of an instance does, from here on. Resolves when it is under way. */
  begin: (instance: string) => Promise<void>;
  /** Stops doing so, at once. */
  end: (instance: string) => void;
};

/**
 * What is known of all streams, and where it comes from: of the instances that this process observes from the provider,
 * of the others from the store, where their observers put it.
 */
export type Observing = {
  bindings: Bindings;
  register: Register;
  views: Views;
  observer: Observer;
  pollers: Pollers;
  facts: FactWriter;
  /** Of the tenure that runs now; refuses everything where none runs. */
  fence: (instance: string) => Fence;
  /** Does this process observe the instance, and knows all that is stored of it? In doubt, no. */
  observes: (instance: string) => boolean;
  /** Begins to take duties. What is stored is in memory. Resolves when those that came at once have begun. */
  start(): Promise<void>;
  /** Ends what asks the providers, and what listens to other processes. */
  stop(): Promise<void>;
  /** Writes what was seen; then others may observe. Close the providers before. */
  close(): Promise<void>;
};

/** Makes it; nothing is asked before `start`. */
export function createObserving(options: ObservingOptions): Observing {
  const { instances, store, clock, log } = options;
  const names = instances.all().map(({ name }) => name);
  const duties = store.exclusive
    ? createSoleDuties(names)
    : createLeasedDuties({ store, instances: names, clock, log });
  // What is left of one that is not configured (any more) is anybody's.
  const fence = (instance: string): Fence => (names.includes(instance) ? duties.fence(instance) : openFence);
  const observes = (instance: string): boolean => store.exclusive || tenures.observes(instance);
  const onRefused = (refusing: Fence): void => {
    for (const name of names) if (fence(name) === refusing) duties.refused(name);
  };

  const bindings = createBindings();
  function* catchUp(record: StreamRecord, targets: readonly TargetRecord[]): Reading<void> {
    if (observes(record.provider) || !instances.find(record.provider)) return;
    const state = yield* getStreamState(record.id);
    takeUp({ bindings, register }, { record, targets: [...targets], state }, false);
  }
  const register = createRegister(clock);
  const views = createViews({ instances, register, numbers: options.numbers, catchUp });
  const facts = createFactWriter({ store, views, clock, log, onRefused });
  const reporters = createReporters({ store, clock, log });
  const report = (instance: string, item: Reported): void => {
    if (!store.exclusive) reporters.add(instance, item);
  };
  const onState = (streamId: string): void => pollers.saw(streamId);
  const { onSeen, onRead, onMissing } = options;
  const observer = createObserver({ bindings, register, facts, clock, log, onState, onSeen, observes, fence, report });
  const pollers = createPollers({ instances, bindings, register, observer, clock, log, report, onRead, onMissing });
  const known = { instances, bindings, register, observer };
  const follower = createStoreFollower({
    ...known,
    store,
    clock,
    log,
    holds: (name) => duties.holds(name),
    onFound: options.onFound,
  });
  const find = (instance: string, ids: readonly string[]): Promise<void> => follower.find(instance, ids);
  const intake = createReportIntake({ store, bindings, observer, pollers, fence, find, clock, log });
  const relays = createSilentRelays({ ...known, store, clock, log });

  const tenures = createTenures({
    duties,
    clock,
    log,
    // What a process that is alone has in memory is what is stored, or newer.
    load: async (instance, own) => (store.exclusive ? undefined : loadInstance({ ...known, store }, instance, own)),
    async begin(instance) {
      for (const streamId of bindings.streamsOf(instance)) observer.resume(streamId);
      pollers.begin(instance);
      if (!store.exclusive) {
        intake.begin(instance);
        relays.begin(instance);
      }
      await options.begin(instance);
    },
    end(instance) {
      pollers.end(instance);
      intake.end(instance);
      relays.end(instance);
      observer.leave(instance);
      options.end(instance);
      // What was not written is forgotten: the next observer asks the provider.
      void follower.refresh(bindings.streamsOf(instance));
    },
  });

  return {
    bindings,
    register,
    views,
    observer,
    pollers,
    facts,
    fence,
    observes,
    async start() {
      if (!store.exclusive) follower.start();
      await duties.start();
      await tenures.settled();
    },
    async stop() {
      intake.close();
      relays.close();
      await Promise.all([follower.close(), pollers.close()]);
    },
    async close() {
      observer.close();
      await facts.close();
      await reporters.close();
      tenures.close();
      await duties.close();
    },
  };
}
