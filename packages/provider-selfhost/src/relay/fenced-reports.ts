import { newestOfEach, type Observation } from "@polycast/core/provider";
import type { WriteFence } from "../rtmp/write-fence.ts";

/** Observations that are kept while nobody knows what is ours; past it only the newest of each thing. */
const MAX_HELD = 10_000;

/** Keeps back what is told of streams that may be somebody else's by now. */
export class FencedReports {
  readonly #fence: WriteFence;
  readonly #tell: (observation: Observation) => void;
  #held: Observation[] = [];

  constructor(fence: WriteFence, tell: (observation: Observation) => void) {
    this.#fence = fence;
    this.#tell = tell;
  }

  tell(observation: Observation): void {
    if (this.#held.length === 0 && this.#fence.isOpen()) return this.#tell(observation);
    if (this.#held.length === 0) this.#fence.whenOpen(() => this.#letGo());
    this.#held.push(observation);
    if (this.#held.length > MAX_HELD) this.#held = newestOfEach(this.#held);
  }

  /** The stream is not ours: what was kept of it was not for us to say. */
  forget(streamId: string): void {
    this.#held = this.#held.filter((observation) => observation.streamId !== streamId);
  }

  #letGo(): void {
    for (const observation of this.#held.splice(0)) this.#tell(observation);
  }
}
