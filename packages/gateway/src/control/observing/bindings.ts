import { createSoleIndex } from "./sole-index.ts";

/** Where a stream of ours lives. */
export type StreamPlace = { instance: string; providerId: string };

/** A stream of ours has come or got a new target (`bound`), or has gone. */
export type BindingChange = StreamPlace & { kind: "bound" | "unbound"; streamId: string };

/** A target of ours. */
export type TargetIds = { streamId: string; targetId: string };

/** Translates between our ids and those of the providers; in memory, filled from the store at start. */
export type Bindings = {
  bindStream(streamId: string, instance: string, providerId: string): void;
  /** In the place of what the target was bound to. @param reference the caller's own id of it */
  bindTarget(ids: TargetIds, providerId: string, reference?: string): void;
  /** With all its targets. */
  unbindStream(streamId: string): void;
  unbindTarget(ids: TargetIds): void;
  /** Our id of a provider's stream. */
  streamOf(instance: string, providerId: string): string | undefined;
  /** Our id of a provider's target. */
  targetOf(streamId: string, providerId: string): string | undefined;
  placeOf(streamId: string): StreamPlace | undefined;
  /** Our ids of all streams of an instance. */
  streamsOf(instance: string): string[];
  /** The provider's id of each target of a stream that is bound, by ours. */
  targetsOf(streamId: string): ReadonlyMap<string, { providerId: string; reference: string | undefined }>;
  /**
   * A target whose stream is not said: by its id at the provider, or else by what the provider carries for us, our own
   * id or the caller's. Where that names several it names none.
   */
  findTarget(instance: string, providerId: string, reference?: string): TargetIds | undefined;
  /**
   * Is the stream's provider told to send nowhere while the stream moves to another one? Then what is seen of its targets
   * is no fact about them. Ends with the place.
   */
  park(streamId: string, isParked: boolean): void;
  isParked(streamId: string): boolean;
  /** Tells of every change from now on. */
  onChange(listener: (change: BindingChange) => void): void;
};

type BoundTarget = { providerId: string; reference: string | undefined };
type Bound = StreamPlace & { targets: Map<string, BoundTarget>; ids: Map<string, string>; isParked?: boolean };

/** Makes an empty table. */
export function createBindings(): Bindings {
  const streams = new Map<string, Bound>();
  const ids = new Map<string, string>();
  const byProviderId = createSoleIndex<TargetIds>();
  const byReference = createSoleIndex<TargetIds>();
  const listeners: ((change: BindingChange) => void)[] = [];

  const tell = (kind: BindingChange["kind"], streamId: string, { instance, providerId }: StreamPlace): void => {
    for (const listener of listeners) listener({ kind, streamId, instance, providerId });
  };

  const forget = (bound: Bound, targetId: string): void => {
    const target = bound.targets.get(targetId);
    if (!target) return;
    bound.targets.delete(targetId);
    bound.ids.delete(target.providerId);
    byProviderId.remove(wordOf(bound.instance, target.providerId), targetId);
    for (const word of wordsOf(targetId, target)) byReference.remove(wordOf(bound.instance, word), targetId);
  };

  return {
    bindStream(streamId, instance, providerId) {
      streams.set(streamId, { instance, providerId, targets: new Map(), ids: new Map() });
      ids.set(wordOf(instance, providerId), streamId);
      tell("bound", streamId, { instance, providerId });
    },
    bindTarget({ streamId, targetId }, providerId, reference) {
      const bound = streams.get(streamId);
      if (!bound) return;
      forget(bound, targetId);
      const target = { providerId, reference };
      bound.targets.set(targetId, target);
      bound.ids.set(providerId, targetId);
      const found = { streamId, targetId };
      byProviderId.add(wordOf(bound.instance, providerId), targetId, found);
      for (const word of wordsOf(targetId, target)) byReference.add(wordOf(bound.instance, word), targetId, found);
      tell("bound", streamId, bound);
    },
    unbindStream(streamId) {
      const bound = streams.get(streamId);
      if (!bound) return;
      for (const targetId of bound.targets.keys()) forget(bound, targetId);
      ids.delete(wordOf(bound.instance, bound.providerId));
      streams.delete(streamId);
      tell("unbound", streamId, bound);
    },
    unbindTarget({ streamId, targetId }) {
      const bound = streams.get(streamId);
      if (bound) forget(bound, targetId);
    },
    streamOf: (instance, providerId) => ids.get(wordOf(instance, providerId)),
    targetOf: (streamId, providerId) => streams.get(streamId)?.ids.get(providerId),
    placeOf: (streamId) => streams.get(streamId),
    streamsOf: (instance) => [...streams].flatMap(([id, bound]) => (bound.instance === instance ? [id] : [])),
    targetsOf: (streamId) => streams.get(streamId)?.targets ?? new Map(),
    findTarget: (instance, providerId, reference) =>
      byProviderId.find(wordOf(instance, providerId)) ??
      (reference === undefined ? undefined : byReference.find(wordOf(instance, reference))),
    park(streamId, isParked) {
      const bound = streams.get(streamId);
      if (bound) bound.isParked = isParked;
    },
    isParked: (streamId) => streams.get(streamId)?.isParked === true,
    onChange: (listener) => void listeners.push(listener),
  };
}

/** Instance names have no colon. */
function wordOf(instance: string, word: string): string {
  return `${instance}:${word}`;
}

/** What a provider may carry for us. */
function wordsOf(targetId: string, { reference }: BoundTarget): string[] {
  return reference === undefined ? [targetId] : [targetId, reference];
}
