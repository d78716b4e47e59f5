import type { Decision, Event, EventType, Stream, Target } from "@polycast/core";
import type { Change, Outcome } from "./changes.ts";
import { type ProviderStage, type Push, wayOf } from "./provider-stage.ts";
import { FORMER, type Show, STEADY } from "./show.ts";

/** What the gateway has announced of a change that it takes. */
export type Announced = Extract<Decision, { allowed: true }>;

const wishes = /\.(?:created|updated|deleted|change_\w+)$/u;

/** Wishes and what became of them; facts are left aside. */
export function wishesIn(events: readonly Event[]): EventType[] {
  return events.map(({ type }) => type).filter((type) => wishes.test(type));
}

/** The events of a change's life that are due with the answer, and those that are due in the end. */
export function lifeOf(change: Change, { applies, via }: Announced): { early: EventType[]; late: EventType[] } {
  const wish = change.wish === undefined ? [] : [change.wish];
  const end: EventType = change.outcome === "gone" ? "target.deleted" : "target.change_applied";
  if (applies !== "now") return { early: [...wish, "target.change_pending"], late: [end] };
  const isTold = change.outcome === "gone" || (via === "emulated" && isMadeOfOthers(change));
  return { early: isTold ? [...wish, end] : wish, late: [] };
}

/** A name that the gateway keeps itself, and a target that is made, need no call that was not asked for. */
function isMadeOfOthers({ operation }: Change): boolean {
  return operation !== "target.update.name" && operation !== "target.create";
}

/** States that were told and taken back within a second. */
export function fluttersIn(events: readonly Event[]): string[] {
  const facts = events.filter(({ type }) => !wishes.test(type));
  return facts.flatMap((event, index) => {
    const [before, next] = [facts[index - 1], facts[index + 1]];
    if (!before || !next || before.type !== next.type || next.type === event.type) return [];
    const ms = Date.parse(next.observedAt) - Date.parse(before.observedAt);
    return ms < 1_000 ? [`${before.type} ${event.type} ${next.type} within ${ms} ms`] : [];
  });
}

/** What of a target is not as the outcome says; empty when all is. */
export function differencesFrom(
  outcome: Outcome,
  target: Target | undefined,
  show: Show,
  stage: ProviderStage,
): string[] {
  if (outcome === "gone") return target ? [`${target.name} is still there`] : [];
  if (!target) return ["there is no such target"];
  const way = wayOf(stage.destination(outcome.destination));
  return [
    ...(target.name === outcome.name ? [] : [`its name is ${target.name}`]),
    ...(target.enabled === outcome.enabled ? [] : [`enabled is ${target.enabled}`]),
    ...(show.wayTo(target) === way ? [] : [`it sends to ${show.wayTo(target)}`]),
  ];
}

/**
 * What the gateway says of its targets and is not so, by what the provider has. What waits for a session's end at a
 * provider that takes changes at once cannot be told before.
 *
 * @param since RFC 3339; a state that was observed until then may be old news
 */
export function untruths(stream: Stream, pushes: readonly Push[], since = ""): string[] {
  return (stream.targets ?? []).flatMap((target) => {
    const { name, status, pending, enabled } = target;
    if ((status.observedAt ?? since) <= since || pending?.applies === "next_session") return [];
    const push = pushes.find(({ id }) => target.bindings?.some((binding) => binding.id === id));
    const expected = trueStates(stream, push, enabled);
    return expected.includes(status.state) ? [] : [`${name} is ${status.state}, not ${expected.join(" or ")}`];
  });
}

function trueStates({ status }: Stream, push: Push | undefined, enabled: boolean): Target["status"]["state"][] {
  // What a provider shows of the sending may lag behind the switch.
  if (push?.sends) return push.isOn ? ["live"] : ["live", "disabled"];
  if (push ? !push.isOn : !enabled) return ["disabled"];
  return status.state === "live" && push ? ["connecting"] : ["idle"];
}

/** Targets that the provider has more than once, by where they send to. */
export function doubles(pushes: readonly Push[]): string[] {
  const ways = pushes.map(({ to }) => to);
  return ways.filter((way, index) => ways.indexOf(way) !== index).map((way) => `${way} is there twice`);
}

/** What keeps a stream from being all that is wanted of it, at the gateway and at its provider. */
export function unsettled(stream: Stream, pushes: readonly Push[], show: Show): string[] {
  const targets = stream.targets ?? [];
  const wanted = targets.filter(({ enabled }) => enabled).map((target) => show.wayTo(target));
  const there = pushes.filter(({ isOn }) => isOn).map(({ to }) => to);
  return [
    ...targets.flatMap(({ name, pending }) => (pending ? [`${name} has pending ${JSON.stringify(pending)}`] : [])),
    ...wanted.filter((way) => !there.includes(way)).map((way) => `${way} is missing`),
    ...there.filter((way) => !wanted.includes(way)).map((way) => `${way} is not wanted`),
    ...doubles(pushes),
    ...untruths(stream, pushes),
  ];
}

/** Where all send to when everything is done. */
export function waysAfter(
  stage: ProviderStage,
  { operation, outcome }: Pick<Change, "operation" | "outcome">,
): string[] {
  const numbers = [STEADY];
  if (operation === "target.create") numbers.push(FORMER);
  if (outcome !== "gone" && outcome.enabled) numbers.push(outcome.destination);
  return numbers.map((n) => wayOf(stage.destination(n))).toSorted();
}
