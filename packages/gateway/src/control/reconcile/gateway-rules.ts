import type { Capabilities, Rule } from "@polycast/core";
import { isNever, outcomeIn } from "@polycast/core/provider";
import { isReplaced, isSwitchEmulated, keepsStreamName, keepsTargetName } from "./emulation.ts";
import { latest } from "./timing.ts";

type Time = Rule["idle"];

const everything: Capabilities["stores"]["target"] = ["name", "reference", "metadata", "createdAt"];

/**
 * What the gateway makes of a provider's own table. What is refused while the stream is live waits until it is idle; a
 * switch, a new destination and a name are made out of other calls where the provider has none. What nothing can be made
 * of stays refused, with its reason. `restart`, `end` and `rotateIngest` stay as they are: who asks for them wants
 * them at once.
 */
export function gatewayRules(table: Capabilities): Capabilities {
  const known = made.get(table);
  if (known) return known;
  const rules = makeRules(table);
  made.set(table, rules);
  return rules;
}

/** Each target of each answer asks for them; a provider's table is the same object as long as it does not change. */
const made = new WeakMap<Capabilities, Capabilities>();

function makeRules(table: Capabilities): Capabilities {
  const { target, stream, status } = table;
  const create = deferred(target.create);
  const remove = deferred(target.delete);
  const isOffAbsent = isSwitchEmulated(table);
  return {
    ...table,
    target: {
      ...target,
      create,
      delete: remove,
      enable: isOffAbsent ? switchOn(target.enable, create) : deferred(target.enable),
      disable: isOffAbsent ? switchOff(target.disable, remove) : deferred(target.disable),
      update: {
        name: keepsTargetName(table) ? deferred(target.update.name) : keptHere(target.update.name),
        destination: updateRule(table, "destination", create, remove),
        rendition: updateRule(table, "rendition", create, remove),
      },
    },
    stream: {
      ...stream,
      update: keepsStreamName(table) || !isNever(stream.update) ? deferred(stream.update) : keptHere(stream.update),
      enable: deferred(stream.enable),
      disable: deferred(stream.disable),
      delete: deferred(stream.delete),
    },
    status: { ...status, states: statesOf(table, isOffAbsent) },
    stores: { stream: [...everything], target: [...everything] },
  };
}

function deferred(rule: Rule): Rule {
  const { idle, live, disabled } = rule;
  if ((live !== "refused" && disabled !== "refused") || idle === "refused") return rule;
  const states = [live === "refused" ? "live" : "", disabled === "refused" ? "disabled" : ""].filter(Boolean);
  const how = `while the stream is ${states.join(" or ")} the gateway keeps the change, and makes it when the stream is idle`;
  const late: Rule = { ...rule, via: "emulated", reason: because(rule, how) };
  if (live === "refused") late.live = "stream_idle";
  if (disabled === "refused") late.disabled = "stream_idle";
  return late;
}

function switchOn(native: Rule, create: Rule): Rule {
  return emulated(create, because(native, `the gateway makes the target again${waiting(create)}`));
}

function switchOff(native: Rule, remove: Rule): Rule {
  const how = `the gateway deletes the target at the provider and keeps all that is needed to make it again${waiting(remove)}`;
  return emulated(remove, because(native, how));
}

function updateRule(table: Capabilities, field: "destination" | "rendition", create: Rule, remove: Rule): Rule {
  const native = table.target.update[field];
  if (!isReplaced(table, field)) return deferred(native);
  const both: Rule = {
    ...create,
    idle: later(remove.idle, create.idle),
    live: later(remove.live, create.live),
    evidence: weaker(remove.evidence, create.evidence),
  };
  if (remove.disabled ?? create.disabled) {
    both.disabled = later(outcomeIn(remove, "disabled"), outcomeIn(create, "disabled"));
  }
  return emulated(both, because(native, `the gateway deletes the target and makes it again${waiting(both)}`));
}

function keptHere(native: Rule): Rule {
  const { disabled: _refused, ...rule } = native;
  const how = "the gateway keeps the name itself, and the provider is not told";
  return emulated({ ...rule, idle: "now", live: "now" }, because(native, how));
}

function emulated(rule: Rule, reason: string): Rule {
  return { ...rule, via: "emulated", reason };
}

function because({ reason }: Rule, how: string): string {
  return reason === undefined ? how : `${reason}; ${how}`;
}

function waiting({ live }: Rule): string {
  if (live === "stream_idle") return ", as soon as the stream is idle";
  return live === "next_session" ? "; while the stream is live, for the next session" : "";
}

/** The time of two calls, one after the other. */
function later(one: Time, other: Time): Time {
  return one === "refused" || other === "refused" ? "refused" : latest([one, other]);
}

function weaker(one: Rule["evidence"], other: Rule["evidence"]): Rule["evidence"] {
  const order: readonly Rule["evidence"][] = ["assumed", "documented"];
  return order.find((evidence) => evidence === one || evidence === other) ?? "tested";
}

/** The gateway itself knows that a target is off, or that it is missing in a session. */
function statesOf({ target, status }: Capabilities, isOffAbsent: boolean): Capabilities["status"]["states"] {
  const states = new Set(status.states);
  if (isOffAbsent) states.add("disabled");
  if (target.create.live === "refused" && target.create.idle !== "refused") states.add("failed");
  return [...states];
}
