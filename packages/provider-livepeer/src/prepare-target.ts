import {
  type Destination,
  destinationNotices,
  hashDestinationIdentity,
  MultistreamError,
  type NewTarget,
  redactDestination,
  refuseOptions,
  type TargetPatch,
} from "@polycast/core/provider";
import { toUrl } from "./destination-fields.ts";
import { hashText } from "./hash-text.ts";
import type { Remembered } from "./target-memory.ts";

/** What is known of a destination before any call, and what is sent of it. */
export type PreparedDestination = Pick<Remembered, "destination" | "notices" | "identity" | "sent"> & {
  /** Holds the key. */
  url: string;
  secrets: string[];
};

/** A new target, ready to be sent. */
export type PreparedTarget = {
  destination: PreparedDestination;
  fields: { name: string; url: string; disabled: boolean };
  reference: { profile: string; videoOnly?: boolean };
};

/** @throws MultistreamError `invalid_argument` */
export async function prepareDestination(destination: Destination): Promise<PreparedDestination> {
  const address = toUrl(destination);
  return {
    ...address,
    sent: await hashText(address.url),
    destination: redactDestination(destination),
    notices: destinationNotices(destination),
    identity: await hashDestinationIdentity(destination),
  };
}

/** What may be remembered of a destination: no key. */
export function shownOf({ destination, notices, identity, sent }: PreparedDestination) {
  return { destination, notices, identity, sent };
}

/**
 * Refuses what a target can never be.
 *
 * @param path of the target in the caller's input, e.g. `targets.0.`
 * @throws MultistreamError `invalid_argument`
 */
export function checkAsked(asked: TargetPatch, path = ""): void {
  refuseOptions("livepeer", asked);
  if (asked.destination) toUrl(asked.destination, `${path}destination`);
}

/** @throws MultistreamError `invalid_argument` */
export async function prepareTarget(input: NewTarget): Promise<PreparedTarget> {
  refuseOptions("livepeer", input);
  const destination = await prepareDestination(input.destination);
  return {
    destination,
    fields: { name: input.name, url: destination.url, disabled: !input.enabled },
    reference: { profile: input.rendition, ...(input.videoOnly === true ? { videoOnly: true } : {}) },
  };
}

/**
 * @param path of the target in the caller's input, e.g. `targets.0.`
 * @throws MultistreamError `invalid_argument` when the stream does not encode it
 */
export function checkRendition(rendition: string, profiles: readonly string[], path = ""): void {
  if (rendition === "source" || profiles.includes(rendition)) return;
  const known = ["source", ...profiles].join(", ");
  throw new MultistreamError("invalid_argument", "livepeer: the stream has no such rendition.", {
    provider: "livepeer",
    issues: [{ path: `${path}rendition`, message: `must be one of: ${known}` }],
    hint: "Name one of the stream's profiles (`providerOptions.livepeer.profiles`), or `source`.",
  });
}

/** What makes two targets of one stream the same push on Livepeer's media nodes. */
export type Push = { identity: string; profile: string; videoOnly?: boolean | null | undefined };

/** Would Livepeer's media nodes push once for both? */
export function isSamePush(one: Push, other: Push): boolean {
  return (
    one.identity === other.identity &&
    one.profile === other.profile &&
    (one.videoOnly === true) === (other.videoOnly === true)
  );
}

/**
 * Livepeer takes two targets with the same address and rendition, but pushes once and reports for one of the two.
 *
 * @throws MultistreamError `conflict`
 */
export function checkDistinct(wanted: Push, others: readonly Push[]): void {
  if (!others.some((other) => isSamePush(wanted, other))) return;
  throw new MultistreamError("conflict", "livepeer: the stream has a target with this destination and rendition.", {
    provider: "livepeer",
    hint: "Livepeer would push there once only: use another key or another rendition.",
  });
}
