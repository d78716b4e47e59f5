import type { ErrorCode } from "@polycast/core";

/** What a code means over HTTP: its status, its title, and what to do about it. */
export type ErrorEntry = {
  status: number;
  title: string;
  /** Where a provider has said so, and it would read like a word about the caller's key. */
  providerTitle?: string;
  advice: string;
};

/** Every code. The status holds unless the request itself is at fault, e.g. 405, 413 and 415, which say so themselves. */
export const errorCatalogue: Readonly<Record<ErrorCode, ErrorEntry>> = {
  invalid_argument: {
    status: 422,
    title: "The input does not fit",
    advice: "Mend the fields named in `issues` and send it again. Broken JSON is answered with 400.",
  },
  not_found: {
    status: 404,
    title: "There is no such thing",
    advice: "Check the id and the path. An event cursor that has expired is answered with 410: start without one.",
  },
  conflict: {
    status: 409,
    title: "It clashes with what is there",
    advice: "Read what is there, then decide.",
  },
  unauthenticated: {
    status: 401,
    title: "Who are you?",
    providerTitle: "The provider refuses the gateway's credentials",
    advice: "Send `Authorization: Bearer pcsk_…`. With 502, it is the provider that refuses the gateway's credentials.",
  },
  forbidden: {
    status: 403,
    title: "This key may not do that",
    providerTitle: "The provider refuses this",
    advice: "Use a key with the scope that is named. With 502, the provider refuses it to the gateway's credentials.",
  },
  unsupported: {
    status: 422,
    title: "The provider cannot do that",
    advice: "Read the stream's `actions` or the provider's `capabilities` before offering it.",
  },
  not_idle: {
    status: 409,
    title: "Not while the stream is live",
    advice: "End the stream, or wait until it is idle, and repeat.",
  },
  limit_exceeded: {
    status: 409,
    title: "That would be too many",
    advice: "Remove something first, or ask for less.",
  },
  rate_limited: {
    status: 429,
    title: "Too fast",
    advice: "Wait as long as `Retry-After` says and repeat.",
  },
  provider_unavailable: {
    status: 503,
    title: "Not reachable at the moment",
    advice: "Repeat later. With `outcome: unknown`, read first: it may have happened.",
  },
  timeout: {
    status: 504,
    title: "No answer in time",
    advice: "With `outcome: unknown`, read before repeating: it may have happened.",
  },
  provider_response_invalid: {
    status: 502,
    title: "The provider's answer made no sense",
    advice: "Please report it with the request id.",
  },
  adapter_incompatible: {
    status: 500,
    title: "The adapter does not fit this gateway",
    advice: "Install versions that fit each other.",
  },
  internal: {
    status: 500,
    title: "Something broke in the gateway",
    advice: "Please report it with the request id; the log has more under that id.",
  },
};
