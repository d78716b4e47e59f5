import type { Instance } from "../../providers/instances.ts";
import type { Cure } from "./cures.ts";

/** What is known of a pass that has ended. */
export type PassEnd = {
  /** Is something left that has a time? */
  isOpen: boolean;
  /** What its waits may end by before their time. */
  hopes: readonly Cure[];
};

/** Streams of which something is open, as far as this process has passed them, and what has come for them meanwhile. */
export type Waiting = {
  /** What may have helped since the last time that this was asked. */
  takeCures(streamId: string): readonly Cure[];
  /** Before a pass. @returns what is to be told when it has ended */
  begin(streamId: string, instance: Instance): (end: PassEnd) => void;
  isOpen(streamId: string): boolean;
  /** Something is open of it, and nothing more is known. */
  opened(streamId: string): void;
  /** Another process's, or gone. */
  forget(streamId: string): void;
  /** This has come for all of an instance. */
  came(instance: string, cure: Exclude<Cure, "room">): void;
  /** Something that counts against a limit is gone from an instance. */
  freed(instance: string): void;
};

/**
 * Makes it.
 *
 * @param options.instanceOf where a stream is
 * @param options.ask asks for a pass
 */
export function createWaiting(options: {
  instanceOf: (streamId: string) => string | undefined;
  ask: (streamId: string) => void;
}): Waiting {
  const { instanceOf, ask } = options;
  const open = new Set<string>();
  /** Of them, those that found no room. */
  const crowded = new Set<string>();
  const cures = new Map<string, Set<Cure>>();
  /** How often something was freed, by instance. */
  const frees = new Map<string, number>();

  const cure = (streamId: string, by: Cure): void => {
    cures.set(streamId, (cures.get(streamId) ?? new Set()).add(by));
    ask(streamId);
  };

  const cureAll = (streamIds: ReadonlySet<string>, instance: string, by: Cure): void => {
    for (const streamId of streamIds) if (instanceOf(streamId) === instance) cure(streamId, by);
  };

  return {
    takeCures(streamId) {
      const taken = cures.get(streamId);
      cures.delete(streamId);
      return [...(taken ?? [])];
    },
    begin(streamId, instance) {
      const freedBefore = frees.get(instance.name);
      return ({ isOpen, hopes }) => {
        const isCrowded = hopes.includes("room");
        if (isOpen) open.add(streamId);
        else open.delete(streamId);
        if (isCrowded) crowded.add(streamId);
        else crowded.delete(streamId);
        // It came during the pass, when nobody knew yet that this one waits for it.
        if (isCrowded && frees.get(instance.name) !== freedBefore) cure(streamId, "room");
        if (hopes.includes("credentials") && instance.refusedBefore() === "taken-since") cure(streamId, "credentials");
      };
    },
    isOpen: (streamId) => open.has(streamId),
    opened: (streamId) => void open.add(streamId),
    forget(streamId) {
      open.delete(streamId);
      crowded.delete(streamId);
      cures.delete(streamId);
    },
    came: (instance, by) => cureAll(open, instance, by),
    freed(instance) {
      frees.set(instance, (frees.get(instance) ?? 0) + 1);
      cureAll(crowded, instance, "room");
    },
  };
}
