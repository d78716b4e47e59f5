import type { Observation, Session, StreamStatus, TargetStatus } from "@polycast/core/provider";
import type { WantedStream } from "./messages.ts";

/** What a relay has last told of a stream. */
export type SeenStream = { status: StreamStatus; session?: Session; targets: ReadonlyMap<string, TargetStatus> };

/** Of a stream, or a target, that no relay has looked at yet: it is at rest. */
export function atRest(enabled: boolean): { state: "idle" | "disabled"; source: "assumed" } {
  return { state: enabled ? "idle" : "disabled", source: "assumed" };
}

/** A wanted stream with what was seen of it. */
export class Served {
  wanted: WantedStream;
  #status: StreamStatus | undefined;
  #session: Session | undefined;
  readonly #targets = new Map<string, TargetStatus>();
  /** Targets whose state is news the next time, whatever it is. */
  readonly #askedAgain = new Set<string>();

  constructor(wanted: WantedStream) {
    this.wanted = wanted;
  }

  get seen(): SeenStream {
    const { enabled, targets } = this.wanted;
    const statuses = targets.map(({ id, enabled }) => [id, this.#targets.get(id) ?? atRest(enabled)] as const);
    const status = this.#status ?? atRest(enabled);
    return { status, ...(this.#session ? { session: this.#session } : {}), targets: new Map(statuses) };
  }

  /** The session that is under way. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** Takes down what the relay says; false when it only confirms a target's state with newer numbers. */
  note(observation: Observation): boolean {
    if (observation.kind === "stream") {
      const { status, session, ended } = observation;
      this.#status = status;
      this.#session = ended ? undefined : session;
    }
    if (observation.kind !== "target") return true;
    const { targetId, status } = observation;
    const before = this.#targets.get(targetId);
    if (this.wanted.targets.some(({ id }) => id === targetId)) this.#targets.set(targetId, status);
    return this.#askedAgain.delete(targetId) || !before || !isSame(before, status);
  }

  /** What the relay says next of each target is no mere confirmation. */
  askAgain(): void {
    for (const { id } of this.wanted.targets) this.#askedAgain.add(id);
  }

  /** Forgets what was seen: it is another relay's to look at. */
  forget(): void {
    this.#status = undefined;
    this.#session = undefined;
    this.#targets.clear();
    this.#askedAgain.clear();
  }

  /** What is wanted from now on; what is known of targets that stay is kept. */
  want(wanted: WantedStream): void {
    this.wanted = wanted;
    const ids = new Set(wanted.targets.map(({ id }) => id));
    for (const id of this.#targets.keys()) if (!ids.has(id)) this.#targets.delete(id);
    for (const id of this.#askedAgain) if (!ids.has(id)) this.#askedAgain.delete(id);
  }
}

function isSame(one: TargetStatus, other: TargetStatus): boolean {
  return (
    one.state === other.state &&
    one.attempt === other.attempt &&
    one.reason?.code === other.reason?.code &&
    one.reason?.message === other.reason?.message
  );
}
