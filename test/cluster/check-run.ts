import type { Event } from "@polycast/core";
import { targetSchema } from "@polycast/core/provider";
import { checkEvents } from "../events/check-events.ts";
import type { CountingSink } from "../harness/counting-sink.ts";
import type { EventFollower } from "../harness/event-follower.ts";
import { listAll } from "../harness/list-all.ts";
import { waitFor } from "../harness/wait-for.ts";
import type { ClusterGateway } from "./cluster.ts";
import { compareTargets, settleOpen, type Wishes, wantedKeys } from "./wishes.ts";

const SETTLED_WITHIN_MS = 60_000;
/** What was not heard for longer than this is no publisher that delivers. */
const HEARD_WITHIN_MS = 2_000;
const MOST_DIFFERENCES = 20;

/** Waits until something has no more faults to tell; answers those that it still has when it took too long. */
async function untilFaultless(what: string, faults: () => string[] | Promise<string[]>): Promise<string[]> {
  let last: string[] = [];
  const isFaultless = async (): Promise<boolean> => (last = await faults()).length === 0;
  await waitFor(what, isFaultless, SETTLED_WITHIN_MS).catch(() => undefined);
  return last.slice(0, MOST_DIFFERENCES).map((fault) => `${what}: ${fault}`);
}

/** Every gateway answers what was acknowledged, and nothing is pending. */
export async function checkWishes(gateway: ClusterGateway, wishes: Wishes): Promise<string[]> {
  const { api, name } = gateway;
  const list = (streamId: string) => listAll(api, `/v1/streams/${streamId}/targets?limit=100`, targetSchema);
  const once: string[] = [];
  for (const streamId of new Set(wishes.open.map((open) => open.streamId))) {
    once.push(...settleOpen(wishes, streamId, await list(streamId)));
  }
  const differences = await untilFaultless(`the wishes at ${name}`, async () => {
    const faults: string[] = [];
    for (const streamId of wishes.streams.keys())
      faults.push(...compareTargets(wishes, streamId, await list(streamId)));
    return faults;
  });
  return [...once, ...differences];
}

/** The sink gets what is wanted, from one publisher each, and never had two. */
export async function checkSink(sink: CountingSink, wishes: Wishes, live: readonly string[]): Promise<string[]> {
  const differences = await untilFaultless("the sink", () => {
    const wanted = wantedKeys(wishes, live);
    const since = performance.now() - HEARD_WITHIN_MS;
    const heard = new Set(sink.publications.filter(({ lastAt = 0 }) => lastAt > since).map(({ key }) => key));
    const missing = [...wanted].filter((key) => !heard.has(key) || !sink.keys().has(key));
    const foreign = [...sink.keys()].filter((key) => !wanted.has(key));
    return [...missing.map((key) => `${key} gets nothing`), ...foreign.map((key) => `nobody wants ${key}`)];
  });
  return [...differences, ...sink.doubles, ...sink.overtaken];
}

/** Whoever follows has got every event of the log once, in its order. */
export async function checkFollower(name: string, follower: EventFollower, log: readonly Event[]): Promise<string[]> {
  const ids = log.map(({ id }) => id);
  await waitFor("the follower to have it all", () => follower.ids.length >= ids.length).catch(() => undefined);
  const heard = new Set(follower.ids);
  const lost = ids.filter((id) => !heard.has(id)).length;
  const doubled = follower.ids.length - heard.size;
  const violations = follower.faults.map((fault) => `${name} was answered ${fault}`);
  if (lost > 0) violations.push(`${name} lost ${lost} of ${ids.length} events`);
  if (doubled > 0) violations.push(`${name} got ${doubled} events twice`);
  if (lost + doubled === 0 && follower.ids.join() !== ids.join()) violations.push(`${name} got them in another order`);
  return violations;
}

/** Whatever tells of a target tells the newest wish: a receiver takes over the whole of it. */
function checkWishesTold(log: readonly Event[]): string[] {
  const violations: string[] = [];
  const newest = new Map<string, string>();
  for (const { type, data } of log) {
    if (!("target" in data)) continue;
    const { id, name, enabled, destination } = data.target;
    const told = `${name}, ${enabled ? "on" : "off"}, ${destination.keyHint}`;
    const known = newest.get(id);
    if (type === "target.created" || type === "target.updated") newest.set(id, told);
    else if (known !== undefined && known !== told) violations.push(`${type} of ${id} told ${told} after ${known}`);
  }
  return violations;
}

/** Every wish that was acknowledged is in the log, once. */
export function checkLog(log: readonly Event[], wishes: Wishes): string[] {
  const counts = new Map<string, number>();
  for (const event of log) {
    const subject = "target" in event.data ? event.data.target.id : event.streamId;
    const key = `${subject} ${event.type}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const violations = [...checkEvents(log), ...checkWishesTold(log)];
  const expect = (subject: string, type: Event["type"], count: number): void => {
    const found = counts.get(`${subject} ${type}`) ?? 0;
    if (found !== count) violations.push(`${subject}: ${found} times ${type} in the log, not ${count}`);
  };
  for (const [streamId, targets] of wishes.streams) {
    expect(streamId, "stream.created", 1);
    for (const id of targets.keys()) expect(id, "target.created", 1);
  }
  for (const [id, count] of wishes.changes) expect(id, "target.updated", count);
  for (const id of wishes.deleted) expect(id, id.startsWith("str_") ? "stream.deleted" : "target.deleted", 1);
  return violations;
}
