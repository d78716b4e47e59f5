/**
 * A request at which the provider does not do what its contract says, so that it cannot go through Prism. Where an
 * undocumented status falls under the contract's `default` answer, as with Livepeer's 200 for an attach and 201 for a
 * new webhook, Prism has no objection and there is nothing to list.
 */
export type Deviation = {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** Below the contract's server; `{…}` is any one segment, for which a test puts the id of such a thing. */
  path: string;
  /** Why it is the provider who deviates. */
  fact: string;
  /** How Prism objects. */
  violation: RegExp;
  /** A body with which Prism can be shown it. */
  json?: object;
};

const NOT_IN_CONTRACT = /NO_PATH_MATCHED_ERROR/u;

const muxEndpoints = {
  fact: "Endpoints can be managed since August 2026 (SDK 15.1.0); the contract is older.",
  violation: NOT_IN_CONTRACT,
};

/** Of `mux-openapi.live-slice.json`. */
export const muxDeviations: readonly Deviation[] = [
  { method: "GET", path: "/system/v1/webhooks", ...muxEndpoints },
  {
    method: "POST",
    path: "/system/v1/webhooks",
    json: { address: "https://hooks.example.com/probe" },
    ...muxEndpoints,
  },
  { method: "DELETE", path: "/system/v1/webhooks/{webhook}", ...muxEndpoints },
];

const impossibleSession = {
  fact: "The contract contradicts itself: sessions must have a `streamId`, and may not have one.",
  violation: /must have required property 'streamId'/u,
};

const toldSecret = {
  fact: "The real server shows shared secrets in clear, which the contract marks as write-only.",
  violation: /must NOT have additional properties; found 'sharedSecret'/u,
};

const logEntry = {
  fact: "The real server's log entries say whose they are.",
  violation: /must NOT have additional properties; found 'userId'/u,
};

/** Of `livepeer-openapi.yaml`. To show, they need a session, and a webhook with a secret that something was sent to. */
export const livepeerDeviations: readonly Deviation[] = [
  {
    method: "GET",
    path: "/user/me",
    fact: "Works with an API key at the real server, and is the only way to the user's id that the list of targets needs.",
    violation: NOT_IN_CONTRACT,
  },
  {
    method: "GET",
    path: "/data/stream/{stream}/health",
    fact: "Another service than the API answers it, for Livepeer's dashboard; it has never been documented.",
    violation: NOT_IN_CONTRACT,
  },
  { method: "GET", path: "/webhook", ...toldSecret },
  { method: "GET", path: "/webhook/{webhook}", ...toldSecret },
  {
    method: "DELETE",
    path: "/webhook/{webhook}",
    fact: "The real server answers 204, where the contract wants 200 with the webhook.",
    violation: /Response body must be object/u,
  },
  { method: "GET", path: "/webhook/{webhook}/log", ...logEntry },
  { method: "GET", path: "/webhook/{webhook}/log/{log}", ...logEntry },
  { method: "POST", path: "/webhook/{webhook}/log/{log}/resend", ...logEntry },
  { method: "GET", path: "/session/{session}", ...impossibleSession },
  { method: "GET", path: "/stream/{stream}/sessions", ...impossibleSession },
];

/** The path with these ids in it. @throws Error when one is missing */
export function pathWith(path: string, ids: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/gu, (_, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`${path} needs the id of a ${name}.`);
    return id;
  });
}

/**
 * What live streams have at Livepeer that its contract does not know: the media node's `region`, seen by ordinary keys.
 * It would keep every read of a live stream from Prism, so the simulator leaves it out where Prism watches.
 */
export const livepeerUndeclaredField: RegExp = /must NOT have additional properties; found 'region'/u;
