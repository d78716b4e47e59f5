/** Acknowledgements are sent at least this often, even to a peer that never names a window. */
const DEFAULT_WINDOW = 2_500_000;

/** Both directions of RTMP's flow control by acknowledged bytes (RTMP 1.0, sections 5.4.3 to 5.4.5). */
export class Acknowledgements {
  /** Bytes that the peer says it has received, without the 32-bit wrap; 0 for a peer that never does. */
  acknowledgedBytes = 0;
  #every = DEFAULT_WINDOW / 2;
  #lastSent = 0;
  #lastReceived = 0;

  /** The peer wants to hear from us within every `window` bytes. */
  setWindow(window: number): void {
    // Half of it, so that a peer that counts strictly never has to stop and wait.
    this.#every = Math.max(1, window >>> 1);
  }

  /** Whether an acknowledgement is due; the caller then sends it. */
  isDue(bytesRead: number): boolean {
    if (bytesRead - this.#lastSent < this.#every) return false;
    this.#lastSent = bytesRead;
    return true;
  }

  /** Takes the peer's number, which wraps at 2^32; one that seems to run backwards is ignored. */
  received(sequence: number): void {
    const forward = (sequence - this.#lastReceived) >>> 0;
    if (forward >= 0x80000000) return;
    this.#lastReceived = sequence;
    this.acknowledgedBytes += forward;
  }
}
