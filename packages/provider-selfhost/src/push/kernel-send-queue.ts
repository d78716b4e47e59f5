import type { Cancel, Clock } from "../hub/clock.ts";
import { errorFields, type Log, silentLog } from "../hub/log.ts";
import { lookUpSendQueues, socketKey, type SocketName } from "./proc-net-tcp.ts";

/** One look at a socket. */
export type SocketSample = {
  /** When it was taken, on the relay's monotonic clock. */
  at: number;
  /** Bytes handed to the kernel shortly before. */
  bytesHanded: number;
  /** Bytes that the kernel still held; absent where that cannot be known. */
  sendQueue?: number;
};

/** A socket to look at. */
export type SocketWatcher = {
  name: SocketName;
  /** Bytes handed to the kernel so far. */
  bytesHanded(): number;
  /** Called after each look. Must not throw and must not wait. */
  sampled(sample: SocketSample): void;
};

/** Finds the send queues of sockets by their keys; see {@link lookUpSendQueues}. */
export type SendQueueLookup = (keys: ReadonlySet<string>) => Promise<Map<string, number>>;

/** Settings of {@link KernelSendQueue}. */
export type KernelSendQueueOptions = {
  clock: Clock;
  lookUp?: SendQueueLookup;
  /** Default 1000. */
  intervalMs?: number;
  log?: Log;
};

/**
 * Looks at all sockets of a worker together, once a second and only while there are any: what the
 * kernel still holds has not reached the peer, however quickly a write seems to end.
 */
export class KernelSendQueue {
  readonly #clock: Clock;
  readonly #lookUp: SendQueueLookup;
  readonly #intervalMs: number;
  readonly #log: Log;
  readonly #watchers = new Map<SocketWatcher, string>();
  #isUnavailable = false;
  #isLooking = false;
  #dueAt = 0;
  #cancel: Cancel | undefined;

  constructor(options: KernelSendQueueOptions) {
    this.#clock = options.clock;
    this.#lookUp = options.lookUp ?? lookUpSendQueues;
    this.#intervalMs = options.intervalMs ?? 1000;
    this.#log = options.log ?? silentLog;
  }

  /** Looks at this socket from now on. Returns how to stop that. */
  watch(watcher: SocketWatcher): () => void {
    this.#watchers.set(watcher, socketKey(watcher.name));
    this.#plan(this.#intervalMs);
    return () => {
      this.#watchers.delete(watcher);
      if (this.#watchers.size > 0) return;
      this.#cancel?.();
      this.#cancel = undefined;
    };
  }

  /** Looks once earlier than the next second; many wishes become one look. */
  lookSoon(ms = 60): void {
    if (this.#watchers.size > 0) this.#plan(ms);
  }

  #plan(ms: number): void {
    const dueAt = this.#clock.now() + ms;
    if (this.#cancel && this.#dueAt <= dueAt) return;
    this.#cancel?.();
    this.#dueAt = dueAt;
    this.#cancel = this.#clock.after(ms, () => {
      this.#cancel = undefined;
      // A look that is under way cannot see what was written since; so this one follows it.
      if (this.#isLooking) this.#plan(ms);
      else void this.#look();
    });
  }

  async #look(): Promise<void> {
    this.#isLooking = true;
    // Counted before the kernel is asked, so that what is written meanwhile never counts as accepted.
    const due = Array.from(this.#watchers, ([watcher, key]) => ({ watcher, key, bytesHanded: watcher.bytesHanded() }));
    const queues = await this.#findQueues(new Set(due.map(({ key }) => key)));
    this.#isLooking = false;
    const at = this.#clock.now();
    for (const { watcher, key, bytesHanded } of due) {
      if (!this.#watchers.has(watcher)) continue;
      const sendQueue = queues?.get(key);
      this.#tell(watcher, sendQueue === undefined ? { at, bytesHanded } : { at, bytesHanded, sendQueue });
    }
    if (this.#watchers.size > 0) this.#plan(this.#intervalMs);
  }

  async #findQueues(keys: ReadonlySet<string>): Promise<Map<string, number> | undefined> {
    if (this.#isUnavailable) return undefined;
    try {
      return await this.#lookUp(keys);
    } catch (error) {
      this.#isUnavailable = isMissing(error);
      this.#log("info", "the kernel's send queues cannot be read", errorFields(error));
      return undefined;
    }
  }

  #tell(watcher: SocketWatcher, sample: SocketSample): void {
    try {
      watcher.sampled(sample);
    } catch (error) {
      this.#log("error", "a socket's watcher failed", errorFields(error));
    }
  }
}

/** There is no such table here, in contrast to one that could not be read this time. */
function isMissing(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOENT" || code === "EACCES" || code === "EPERM";
}
