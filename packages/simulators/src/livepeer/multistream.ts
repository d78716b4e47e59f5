import { randomUuid } from "../kernel/ids.ts";
import { badRequest } from "./errors.ts";
import type { StreamRecord, TargetRecord, TargetReference } from "./records.ts";
import type { Profile, Reference } from "./schemas.ts";
import type { LivepeerAccount } from "./settings.ts";
import type { World } from "./world.ts";

/** What is set on a target that is made. */
export type TargetInput = { name?: string | undefined; url: string; disabled?: boolean | undefined };

/** Makes a target; without a name it is called as its URL's host with port. */
export function insertTarget({ store, clock }: World, account: LivepeerAccount, input: TargetInput): TargetRecord {
  return store.targets.put({
    id: randomUuid(),
    name: input.name || (/^[a-z]+:\/\/(?:[^/?#@]*@)?([^/?#]*)/u.exec(input.url)?.[1] ?? ""),
    userId: account.userId,
    url: input.url,
    disabled: input.disabled ?? false,
    createdAt: clock.now(),
  });
}

/** @throws ApiError 400 when a profile's name is taken or reserved */
export function checkProfiles(profiles: readonly Profile[]): void {
  const seen = new Set<string>();
  for (const { name } of profiles) {
    if (name === "source") throw badRequest(`profile cannot be named "source"`);
    if (seen.has(name)) throw badRequest(`duplicate profile name "${name}"`);
    seen.add(name);
  }
}

/**
 * Checks a whole target list, and makes the targets that are given inline. All entries are looked at side by side, so
 * that what one of them made stays although another is refused.
 *
 * @throws ApiError 400 for the first entry that does not fit
 */
export async function checkTargets(
  world: World,
  account: LivepeerAccount,
  profiles: readonly Profile[],
  references: readonly Reference[],
): Promise<TargetReference[]> {
  checkProfiles(profiles);
  const names = [...profiles.map(({ name }) => name), "source"];
  const targets = await Promise.all(references.map((reference) => checkTarget(world, account, names, reference)));
  if (new Set(targets.map(({ id, profile }) => `${profile} ${id}`)).size < targets.length) {
    throw badRequest("multistream target {id,profile} must be unique");
  }
  return targets;
}

async function checkTarget(
  world: World,
  account: LivepeerAccount,
  profiles: readonly string[],
  { spec, id, ...rest }: Reference,
): Promise<TargetReference> {
  if (!profiles.includes(rest.profile)) {
    const available = JSON.stringify(profiles);
    throw badRequest(`multistream target profile not found: "${rest.profile}". available: ${available}`);
  }
  if ((id === undefined) === (spec === undefined)) {
    throw badRequest(`multistream target must have either an "id" or a "spec"`);
  }
  if (spec) return { ...rest, id: insertTarget(world, account, spec).id };
  const target = id === undefined ? undefined : world.store.targets.get(id);
  if (!target || target.userId !== account.userId) throw badRequest(`multistream target not found: "${id}"`);
  return { ...rest, id: target.id };
}

/**
 * Changes a stream's target list the way Livepeer does: reads it, works for a moment, and writes the whole list back.
 * Two at once: the later write wins and the other's change is lost.
 *
 * @returns the list as it was written
 */
export async function rewriteTargets(
  world: World,
  account: LivepeerAccount,
  stream: StreamRecord,
  edit: (targets: readonly TargetReference[]) => readonly Reference[],
): Promise<TargetReference[]> {
  const wanted = edit(stream.multistream.targets);
  await pause(world.settings.timings.updateGapMs);
  const targets = await checkTargets(world, account, stream.profiles, wanted);
  world.store.streams.change(stream.id, { multistream: { targets } });
  world.live.targetsChanged(stream.id);
  return targets;
}

const pause = (ms: number) => new Promise<void>((done) => void setTimeout(done, ms));
