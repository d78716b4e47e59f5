import type { SocketSample } from "./kernel-send-queue.ts";

/** How soon a held socket is to be looked at again, in milliseconds. */
export const HELD_LOOK_MS = 200;
/** This much may always wait in the kernel: about one keyframe. */
const MIN_BOUND_BYTES = 256 * 1024;
/** More than any network has under way at once (the longest round trips are below a second). */
const BOUND_MS = 1500;
const RATE_WINDOW_MS = 4000;
/** Acknowledgements that come more rarely are too old to hold anything back by. */
const MAX_ACKNOWLEDGEMENT_STEP = 256 * 1024;

/**
 * Keeps a slow destination's media out of the kernel, which would store megabytes of it and then
 * deliver it half a minute late: here it can be left out up to the next keyframe, there it cannot.
 *
 * The bound is what was handed over in 1.5 s of the last 4 s, at least 256 kB. Nothing is held
 * until a sample itself has shown more than that. From then on the kernel is filled up to the bound
 * only (what it held at the last sample and what came since), until nothing waits any more.
 */
export class SendGate {
  readonly #handed: { at: number; bytes: number }[];
  #isHolding = false;
  #boundBytes = MIN_BOUND_BYTES;
  /** What the kernel may have taken in all when it holds as much as it may. */
  #handedUpTo = Infinity;
  #acknowledged = { bytes: 0, steps: 0, largestStep: 0 };

  /**
   * @param bytesHanded to the kernel so far.
   * @param at now, on the relay's monotonic clock.
   */
  constructor(bytesHanded: number, at: number) {
    this.#handed = [{ at, bytes: bytesHanded }];
  }

  /** Is the destination behind, so that samples are wanted every {@link HELD_LOOK_MS}? */
  get isHolding(): boolean {
    return this.#isHolding;
  }

  /** May more be written after this many bytes? */
  allows(bytesHanded: number): boolean {
    return bytesHanded < this.#handedUpTo;
  }

  /**
   * Takes the next sample.
   *
   * @param facts the peer's acknowledgements, for systems that do not tell a socket's queue; and
   * whether something waits for the kernel.
   */
  observe(sample: SocketSample, facts: { acknowledgedBytes: number; hasMore: boolean }): void {
    this.#measure(sample);
    const queued = this.#queued(sample, facts.acknowledgedBytes);
    this.#isHolding = queued !== undefined && (queued > this.#boundBytes || (this.#isHolding && facts.hasMore));
    this.#handedUpTo = this.#isHolding ? sample.bytesHanded + this.#boundBytes - (queued ?? 0) : Infinity;
  }

  #measure({ at, bytesHanded }: SocketSample): void {
    this.#handed.push({ at, bytes: bytesHanded });
    while (this.#handed.length > 2 && at - (this.#handed[1]?.at ?? at) >= RATE_WINDOW_MS) this.#handed.shift();
    const first = this.#handed[0] ?? { at, bytes: bytesHanded };
    const bytesPerMs = (bytesHanded - first.bytes) / Math.max(at - first.at, 1);
    this.#boundBytes = Math.max(MIN_BOUND_BYTES, bytesPerMs * BOUND_MS);
  }

  /** What has certainly not arrived; `undefined` where nobody tells. */
  #queued({ sendQueue, bytesHanded }: SocketSample, acknowledgedBytes: number): number | undefined {
    const last = this.#acknowledged;
    const step = acknowledgedBytes - last.bytes;
    if (step > 0) {
      const largestStep = last.steps === 0 ? 0 : Math.max(last.largestStep, step);
      this.#acknowledged = { bytes: acknowledgedBytes, steps: last.steps + 1, largestStep };
    }
    if (sendQueue !== undefined) return sendQueue;
    const { bytes, steps, largestStep } = this.#acknowledged;
    if (steps < 3 || largestStep > MAX_ACKNOWLEDGEMENT_STEP) return undefined;
    return Math.max(0, bytesHanded - bytes - largestStep);
  }
}
