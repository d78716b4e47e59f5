/** Translates between our ids and those of the providers; in memory, filled from the store at start. */
export type Bindings = {
  bindStream(streamId: string, instance: string, providerId: string): void;
  bindTarget(streamId: string, targetId: string, providerId: string): void;
  /** With all its targets. */
  unbindStream(streamId: string): void;
  unbindTarget(streamId: string, targetId: string): void;
  /** Our id of a provider's stream. */
  streamOf(instance: string, providerId: string): string | undefined;
  /** Our id of a provider's target. */
  targetOf(streamId: string, providerId: string): string | undefined;
};

type Bound = { place: string; targets: Map<string, string> };

/** Makes an empty table. */
export function createBindings(): Bindings {
  const streams = new Map<string, Bound>();
  const ids = new Map<string, string>();
  return {
    bindStream(streamId, instance, providerId) {
      const place = placeOf(instance, providerId);
      streams.set(streamId, { place, targets: new Map() });
      ids.set(place, streamId);
    },
    bindTarget(streamId, targetId, providerId) {
      streams.get(streamId)?.targets.set(providerId, targetId);
    },
    unbindStream(streamId) {
      const bound = streams.get(streamId);
      if (!bound) return;
      ids.delete(bound.place);
      streams.delete(streamId);
    },
    unbindTarget(streamId, targetId) {
      const targets = streams.get(streamId)?.targets;
      for (const [providerId, id] of targets ?? []) if (id === targetId) targets?.delete(providerId);
    },
    streamOf: (instance, providerId) => ids.get(placeOf(instance, providerId)),
    targetOf: (streamId, providerId) => streams.get(streamId)?.targets.get(providerId),
  };
}

function placeOf(instance: string, providerId: string): string {
  return `${instance}:${providerId}`;
}
