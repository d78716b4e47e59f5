import type { Target } from "@polycast/core";

/** A target as its caller wants it. */
export type WantedTarget = { name: string; enabled: boolean; key: string; reference: string };

/** What the callers of a run were promised: what was acknowledged, and nothing else. */
export type Wishes = {
  /** By the stream's id, by the target's. */
  readonly streams: Map<string, Map<string, WantedTarget>>;
  /** Streams and targets that were deleted. */
  readonly deleted: Set<string>;
  /** How often each target was changed after it was made. */
  readonly changes: Map<string, number>;
  /** Targets that were asked for and never answered: each is there or not, once at most. */
  readonly open: { streamId: string; wanted: WantedTarget }[];
};

export function noWishes(): Wishes {
  return { streams: new Map(), deleted: new Set(), changes: new Map(), open: [] };
}

/** The keys that are wanted at the sinks for these streams. */
export function wantedKeys({ streams }: Wishes, live: readonly string[]): Set<string> {
  const targets = live.flatMap((id) => [...(streams.get(id)?.values() ?? [])]);
  return new Set(targets.filter(({ enabled }) => enabled).map(({ key }) => key));
}

/** A target that may have been made without an answer is wanted once it turns out to be there. */
export function settleOpen(wishes: Wishes, streamId: string, targets: readonly Target[]): string[] {
  const violations: string[] = [];
  for (const { wanted } of wishes.open.filter((open) => open.streamId === streamId)) {
    const [found, ...more] = targets.filter(({ reference }) => reference === wanted.reference);
    if (more.length > 0) violations.push(`made ${more.length + 1} times: ${wanted.reference}`);
    if (found) wishes.streams.get(streamId)?.set(found.id, wanted);
  }
  return violations;
}

/** What differs between what was acknowledged and what a gateway answers, in words. */
export function compareTargets(wishes: Wishes, streamId: string, targets: readonly Target[]): string[] {
  const wanted = new Map(wishes.streams.get(streamId));
  const violations: string[] = [];
  for (const { id, name, enabled, destination, reference, pending } of targets) {
    const wish = wanted.get(id);
    wanted.delete(id);
    if (!wish) violations.push(`nobody wants the target ${id} (${reference ?? "no reference"})`);
    else if (wish.name !== name) violations.push(`${id} is called ${name}, not ${wish.name}`);
    else if (wish.enabled !== enabled) violations.push(`${id} has enabled ${enabled}, not ${wish.enabled}`);
    else if (destination.keyHint !== `…${wish.key.slice(-4)}`)
      violations.push(`${id} has another key than ${wish.key}`);
    else if (pending) violations.push(`${id} is still pending: ${JSON.stringify(pending)}`);
  }
  for (const [id, { reference }] of wanted) violations.push(`acknowledged and lost: ${id} (${reference})`);
  return violations;
}
