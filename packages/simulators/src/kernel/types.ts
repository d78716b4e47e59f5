/** Time as a simulator sees it. */
export type Clock = {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Runs it once after `ms`; the answer cancels it. Never keeps a process alive. A promise that it returns holds a
   * manual clock until it settles, for a tenth of a second at most.
   */
  after(ms: number, run: () => unknown): () => void;
};

/** A clock that stands still until it is moved: runs what falls due, in order, and lets each settle. */
export type ManualClock = Clock & { advance(ms: number): Promise<void> };

/** What goes wrong with an answer. */
export type Fault =
  /** Answers this instead of doing anything. A status that allows no body (204, 205, 304) goes without it. */
  | { kind: "answer"; status: number; headers?: Record<string, string>; body?: unknown }
  /** Does what was asked, then answers this. */
  | { kind: "answer_after_commit"; status: number; headers?: Record<string, string>; body?: unknown }
  /** Never answers; the request ends when its signal aborts (over HTTP: when the client hangs up). */
  | { kind: "hang"; afterCommit: boolean }
  /** Does what was asked and cuts the answer's body in half. */
  | { kind: "truncate" }
  /** Does what was asked and answers after `ms` of the clock. */
  | { kind: "delay"; ms: number };

export type FaultRule = {
  /** Default: any. */
  method?: string;
  /** A pattern over the path below the host, `*` for one segment, e.g. `/video/v1/live-streams/*`. Default: any. */
  path?: string;
  /** Matching requests that still pass. Default 0. */
  skip?: number;
  /** Matching requests that are hit; 0: none. Default 1. */
  times?: number;
  fault: Fault;
};

export type FaultPlan = {
  /** @throws RangeError for more than 1 000 rules at once */
  add(rule: FaultRule): void;
  /** Rules that have hits left. */
  open(): readonly FaultRule[];
  clear(): void;
};

/** One request that a simulator got. Headers and bodies are not kept: they hold credentials. */
export type RequestRecord = { method: string; path: string; search: string; status?: number; at: number };

/** The last 10 000 requests. */
export type RequestLog = { all(): readonly RequestRecord[]; clear(): void };

/** What happens to webhooks on their way. Everything off: each is delivered once, in order, at once. */
export type WebhookWeather = {
  /** Milliseconds before the first attempt. Default 0. */
  delayMs?: number;
  /** Deliveries per event. Default 1. */
  copies?: number;
  /** Events that are held and then delivered in reverse. Default 1: none. */
  reverse?: number;
  /** Every n-th event is never delivered. Default 0: none. */
  loseEvery?: number;
};

/** One attempt to deliver. `body` and `headers` are exactly what goes over the wire. */
export type Delivery = {
  endpointId: string;
  url: string;
  eventId: string;
  type: string;
  headers: Record<string, string>;
  body: string;
  attempt: number;
  at: number;
};

export type WebhookSender = {
  weather(weather: WebhookWeather): void;
  /** The last 1 000 attempts. */
  deliveries(): readonly Delivery[];
  /** Called with each attempt, whether or not somebody listens at its URL. The answer stops it. */
  onDelivery(listener: (delivery: Delivery) => void): () => void;
  /** Resolves when nothing is due any more: held events are let go, retries that wait for the clock do not count. */
  settled(): Promise<void>;
};

/** The encoder and the destinations, as a test or a person moves them. All ids are the provider's own. */
export type Stage = {
  /**
   * The encoder connects and sends, over RTMP unless told otherwise and where that makes a difference.
   *
   * @throws Error when the stream is unknown or does not take an encoder now
   */
  connect(streamId: string, how?: { protocol?: "rtmp" | "srt" }): Promise<void>;
  /** The encoder is gone without a goodbye; the provider waits for it as long as its rules say. */
  drop(streamId: string): Promise<void>;
  /** The encoder is back. */
  resume(streamId: string): Promise<void>;
  /** The encoder says goodbye and every wait of the provider is over. */
  end(streamId: string): Promise<void>;
  /** From now on the target's destination refuses; `permanent`: as one that can never take this media. */
  breakTarget(streamId: string, targetId: string, how?: "temporary" | "permanent"): Promise<void>;
  healTarget(streamId: string, targetId: string): Promise<void>;
};

/** What only one provider can do on stage, or in its dashboard, for the control door. */
export type Extra = {
  /** One sentence for the help page. */
  does: string;
  /** An input that fits, for the help page. */
  example: unknown;
  /**
   * @returns what it has to tell; undefined: nothing
   * @throws BadInput when the input does not fit
   */
  run(input: unknown): Promise<unknown>;
};

/** A provider that behaves on the wire as its documentation and its users say, in memory. */
export type Simulator = {
  /** `mux`, `livepeer` or `castr`. */
  readonly provider: string;
  /** What its API answers. The control door is not here: see `serve`. */
  fetch(request: Request): Promise<Response>;
  readonly clock: Clock;
  readonly stage: Stage;
  readonly faults: FaultPlan;
  readonly requests: RequestLog;
  readonly webhooks: WebhookSender;
  /** By name. */
  readonly extras: Readonly<Record<string, Extra>>;
  /** Forgets everything but its settings. */
  reset(): void;
};

/** What every simulator can be given. */
export type SimulatorSettings = {
  /** Default: the real one. */
  clock?: Clock;
  /** Sends webhooks. Default: the global one. */
  fetch?: typeof globalThis.fetch;
};
