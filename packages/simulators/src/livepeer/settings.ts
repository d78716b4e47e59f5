import type { SimulatorSettings } from "../kernel/types.ts";

/** One API key of an account. */
export type LivepeerApiKey = {
  /** The key itself; at Livepeer a UUID. */
  key: string;
  /** Shown as `createdByTokenName`. Default `simulator`. */
  name?: string;
  /** The project whose streams and webhooks it sees. Default: the account's default project. */
  projectId?: string;
  /** A CORS key without full access: reads and few writes, no lists, no deletes, no webhooks. Default false. */
  cors?: boolean;
};

/** A user of Livepeer Studio. */
export type LivepeerAccount = {
  userId: string;
  email: string;
  /** Where `multistream.*` events go, whatever the stream's project is. */
  defaultProjectId: string;
  keys: readonly LivepeerApiKey[];
  /** Admins see the `url` of targets. Default false. */
  admin?: boolean;
  /** Suspended users are refused and get no events. Default false. */
  suspended?: boolean;
};

/** How long things take, in milliseconds of the simulator's clock unless said otherwise. */
export type LivepeerTimings = {
  /** A push without trouble until `multistream.connected`. Default 7 000, as the media node waits. */
  connectMs: number;
  /** The same after an error was told. Default 120 000, as the media node waits. */
  connectAfterErrorsMs: number;
  /** A push to a broken destination until it fails. Default 1 000 (assumed). */
  failMs: number;
  /** A failed push until the next try. Default 5 000 (assumed). */
  retryMs: number;
  /** A change of targets while live until the media node applies it. Default 2 000; users saw seconds, 30 s at most. */
  applyMs: number;
  /** A silent encoder until the buffer is empty and the stream idle. Default 0: there is no reconnect window (assumed). */
  emptyBufferMs: number;
  /** The session's start until the first health report. Default 10 000 (assumed). */
  healthReportMs: number;
  /** Between two terminations of one stream. Default 5 000. */
  terminateMs: number;
  /** A delivery until `status` of its webhook shows it. Default 30 000; below a minute at Livepeer. */
  webhookStatusMs: number;
  /** How far reads lag behind writes, as from a replica. Default 0. */
  staleReadsMs: number;
  /**
   * Between the read and the write of one change to a stream's target list, in milliseconds of real time whatever the
   * clock is. Default 2: concurrent changes of one stream lose all but one.
   */
  updateGapMs: number;
};

/** A webhook that nobody had to create by the API. */
export type GivenWebhook = {
  url: string;
  /** Default: none, and then nothing is signed. */
  sharedSecret?: string | undefined;
  /** Default: start and end of streams, and all three of targets. */
  events?: readonly string[] | undefined;
};

/** What `livepeerSimulator` can be given. */
export type LivepeerSimulatorSettings = SimulatorSettings & {
  /** The key of the default account. Ignored with `accounts`. Default `51a1a70b-0000-4000-8000-000000000001`. */
  apiKey?: string;
  /** Who may call. Default: one user with one key. */
  accounts?: readonly LivepeerAccount[];
  /** Webhooks of the first account's first key that are there from the beginning. */
  webhooks?: readonly GivenWebhook[];
  timings?: Partial<LivepeerTimings>;
  /** Answers `/api/data/stream/{id}/health`, which another service does at Livepeer. Default true. */
  healthService?: boolean;
  /**
   * Delivers webhooks to local and private addresses. Livepeer's production drops them silently, except those of admins;
   * here, where most receivers are local, they arrive. Default true.
   */
  privateWebhooks?: boolean;
  /** Adds a field that the OpenAPI does not know (`region`) to streams that are live. Default true. */
  undeclaredFields?: boolean;
};

/** Settings with every default filled in. */
export type ResolvedSettings = {
  accounts: readonly LivepeerAccount[];
  webhooks: readonly GivenWebhook[];
  timings: LivepeerTimings;
  healthService: boolean;
  privateWebhooks: boolean;
  undeclaredFields: boolean;
};

const DEFAULT_TIMINGS: LivepeerTimings = {
  connectMs: 7_000,
  connectAfterErrorsMs: 120_000,
  failMs: 1_000,
  retryMs: 5_000,
  applyMs: 2_000,
  emptyBufferMs: 0,
  healthReportMs: 10_000,
  terminateMs: 5_000,
  webhookStatusMs: 30_000,
  staleReadsMs: 0,
  updateGapMs: 2,
};

/** @throws RangeError when there is no key at all, or one twice */
export function resolveSettings(settings: LivepeerSimulatorSettings): ResolvedSettings {
  const accounts = settings.accounts ?? [defaultAccount(settings.apiKey)];
  const keys = accounts.flatMap((account) => account.keys.map(({ key }) => key));
  if (keys.length === 0) throw new RangeError("The Livepeer simulator needs an account with an API key.");
  if (new Set(keys).size < keys.length) throw new RangeError("Two API keys of the Livepeer simulator are the same.");
  return {
    accounts,
    webhooks: settings.webhooks ?? [],
    timings: { ...DEFAULT_TIMINGS, ...settings.timings },
    healthService: settings.healthService ?? true,
    privateWebhooks: settings.privateWebhooks ?? true,
    undeclaredFields: settings.undeclaredFields ?? true,
  };
}

function defaultAccount(key = "51a1a70b-0000-4000-8000-000000000001"): LivepeerAccount {
  return {
    userId: "51a1a70b-0000-4000-8000-0000000000aa",
    email: "user@simulator.example",
    defaultProjectId: "51a1a70b-0000-4000-8000-0000000000bb",
    keys: [{ key }],
  };
}
