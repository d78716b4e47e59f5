/** For which instances this process takes in what has come. For the others it receives it, and no more. */
export type Duties = {
  has(instance: string): boolean;
  set(instance: string, on: boolean): void;
  /** The configured instances that are left to other processes. What has come for one that is not configured is anybody's. */
  others(): string[];
};

/**
 * Makes them.
 *
 * @param instances the configured ones
 * @param has whose duties it has at first
 */
export function createDuties(instances: readonly string[], has: (instance: string) => boolean): Duties {
  const others = new Set(instances.filter((instance) => !has(instance)));
  return {
    has: (instance) => !others.has(instance),
    others: () => [...others],
    set(instance, on) {
      if (on) others.delete(instance);
      else if (instances.includes(instance)) others.add(instance);
    },
  };
}
