import { type HttpClock, type Observation, pause, type Wish } from "@polycast/core/provider";
import { type ConnectionOptions, type Ended, readEvents } from "./connection.ts";
import { observeEvent } from "./observe-event.ts";
import { observeSnapshot } from "./observe-snapshot.ts";
import type { SseMessage } from "./sse-parser.ts";
import { wishesOfSnapshot, wishOf } from "./wish-of.ts";

/** Waits before another connection, in milliseconds: they double from the first to the longest. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
/** The longest that a gateway may ask to wait. */
const MAX_ASKED_MS = 60_000;
/** Reports of a snapshot that are told in one go: whoever takes them in does so in between. */
const BATCH = 500;

type Listener = (report: Report) => void;

type Report = { observation: Observation } | { wish: Wish };

/** Where the events come from. */
export type EventStreamOptions = {
  fetch: ConnectionOptions["fetch"];
  /** What to ask, looked up at each connection. @throws where the settings are incomplete */
  request: () => ConnectionOptions["request"];
  /** Default: the machine's own. */
  clock?: HttpClock | undefined;
};

/**
 * The gateway's events as wishes and observations, over one connection for all who listen: open while there is one. It is opened
 * again whenever it ends, behind the last event that came, so that none is missing; where the log has none of them any
 * more, a snapshot says what holds now.
 */
export class EventStream {
  readonly #options: EventStreamOptions;
  readonly #listeners = new Set<Listener>();
  #ending: AbortController | undefined;
  /** The last number that was told. */
  #last = 0;

  constructor(options: EventStreamOptions) {
    this.#options = options;
  }

  /** Tells every observation until the answered function is called. */
  subscribe(listener: (observation: Observation) => void): () => void {
    return this.#listen((report) => {
      if ("observation" in report) listener(report.observation);
    });
  }

  /** Tells every change that was asked for, likewise: before the observations that follow from it. */
  subscribeWishes(listener: (wish: Wish) => void): () => void {
    return this.#listen((report) => {
      if ("wish" in report) listener(report.wish);
    });
  }

  #listen(own: Listener): () => void {
    this.#listeners.add(own);
    if (!this.#ending) {
      this.#ending = new AbortController();
      void this.#run(this.#ending.signal);
    }
    return () => {
      if (this.#listeners.delete(own) && this.#listeners.size === 0) this.close();
    };
  }

  /** Ends the connection; nobody is told anything more. */
  close(): void {
    this.#listeners.clear();
    this.#ending?.abort();
    this.#ending = undefined;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { fetch, clock } = this.#options;
    let cursor: string | undefined;
    let retryMs = FIRST_WAIT_MS;
    let failures = 0;
    const take = async (message: SseMessage): Promise<void> => {
      retryMs = message.retryMs ?? retryMs;
      if (message.data !== undefined) await this.#tellMessage(message, signal);
      // Behind it: what was not told is asked for again.
      cursor = message.id ?? cursor;
      failures = 0;
    };
    while (!signal.aborted) {
      const ended = await this.#connect({ fetch, clock, signal, take }, cursor);
      if (ended.why === "expired") cursor = undefined;
      if (ended.why === "refused") failures += 1;
      const asked = ended.why === "refused" ? Math.min(ended.retryAfterMs ?? 0, MAX_ASKED_MS) : retryMs;
      const backoff = failures === 0 ? 0 : Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1));
      const random = clock?.random() ?? Math.random();
      const waitMs = Math.max(asked, backoff) * (1 + random / 2);
      await pause(waitMs, signal, clock).catch(() => undefined);
    }
  }

  async #connect(options: Omit<ConnectionOptions, "request">, cursor: string | undefined): Promise<Ended> {
    try {
      const { url, headers } = this.#options.request();
      const resumed = cursor === undefined ? headers : { ...headers, "last-event-id": cursor };
      return await readEvents({ ...options, request: { url, headers: resumed } });
    } catch {
      // The settings are incomplete: every call says so, and here nobody could be told.
      return { why: "refused" };
    }
  }

  async #tellMessage({ event, data = "" }: SseMessage, signal: AbortSignal): Promise<void> {
    const payload = parsed(data);
    if (event !== "snapshot") {
      const wish = wishOf(payload);
      if (wish) this.#tell({ wish });
      const observation = observeEvent(payload);
      if (observation) this.#tell({ observation: this.#numbered(observation) });
      return;
    }
    const now = new Date(this.#options.clock?.wall() ?? Date.now()).toISOString();
    const all = [...wishesOfSnapshot(payload), ...observeSnapshot(payload, now)];
    for (const [index, one] of all.entries()) {
      if (index > 0 && index % BATCH === 0) await pause(0, signal);
      this.#tell("what" in one ? { wish: one } : { observation: this.#numbered(one) });
    }
  }

  /** In the order of the log, whatever the times say. */
  #numbered(observation: Observation): Observation {
    this.#last = Math.max(observation.sequence, this.#last + 1);
    return { ...observation, sequence: this.#last };
  }

  #tell(report: Report): void {
    for (const listener of this.#listeners) {
      try {
        listener(report);
      } catch {
        // One listener's fault costs no other.
      }
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
