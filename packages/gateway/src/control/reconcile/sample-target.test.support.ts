import type { Capabilities, Rule } from "@polycast/core";
import { everythingAllowed } from "@polycast/core/testing";
import type { AcceptedTarget } from "./accepted.ts";
import type { Situation } from "./situation.ts";
import type { WantedTarget } from "./wanted.ts";

/** The time in these tests, milliseconds since 1970. */
export const now = Date.UTC(2026, 2, 1, 12);

export const always: Rule = { idle: "now", live: "now", via: "native", source: "page", evidence: "tested" };
export const whileIdle: Rule = { ...always, live: "refused", reason: "only while idle", evidence: "documented" };
export const nextSession: Rule = { ...always, live: "next_session", reason: "late" };
export const never: Rule = { ...always, idle: "refused", live: "refused", reason: "no such call", evidence: "assumed" };

/** A provider that can do everything, but for what is said of targets. */
export function tableWith(
  target: Partial<Omit<Capabilities["target"], "update">> & { update?: Partial<Capabilities["target"]["update"]> },
  differences: Partial<Capabilities> = {},
): Capabilities {
  const base = everythingAllowed(differences);
  return { ...base, target: { ...base.target, ...target, update: { ...base.target.update, ...target.update } } };
}

/** It makes and deletes targets while idle, and that is all. */
export const rigid = tableWith(
  {
    create: whileIdle,
    delete: whileIdle,
    enable: never,
    disable: never,
    restart: never,
    update: { name: never, destination: never, rendition: never },
  },
  { renditions: false, stores: { stream: ["name"], target: [] } },
);

/** It takes everything at once, in effect with the next session. */
export const late = tableWith({
  create: nextSession,
  delete: nextSession,
  enable: nextSession,
  disable: nextSession,
  update: { destination: nextSession, rendition: nextSession },
});

export function wantedTarget(differences: Partial<WantedTarget> = {}): WantedTarget {
  return {
    gone: false,
    name: "Twitch",
    enabled: true,
    rendition: "source",
    destinationHash: "p",
    changedAt: now,
    ...differences,
  };
}

type Present = Extract<AcceptedTarget, { there: true }>;

export function acceptedTarget(differences: Partial<Present> = {}): Present {
  return { there: true, name: "Twitch", enabled: true, rendition: "source", destinationHash: "p", ...differences };
}

export function situation(differences: Partial<Situation> = {}): Situation {
  return {
    wanted: wantedTarget(),
    accepted: acceptedTarget(),
    table: rigid,
    streamState: "idle",
    room: 5,
    now,
    ...differences,
  };
}
