import type { Observation, StreamObservation, TargetObservation } from "../contract/observation.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import type { Capabilities } from "../model/capabilities.ts";
import type { Source } from "../model/provenance.ts";
import type { Applies } from "../model/pending.ts";
import type { StreamState } from "../model/stream.ts";
import type { TargetRef } from "../model/target.ts";
import type { TargetState } from "../model/target-status.ts";
import type { StreamRecord, TargetRecord } from "./fake-records.ts";
import { applyLate } from "./wish.ts";

type Unnumbered = Omit<StreamObservation, "sequence"> | Omit<TargetObservation, "sequence">;

/** What the fake provider keeps: its streams, what is observed of them, and who wants to know. */
export class FakeWorld {
  readonly name: string;
  readonly capabilities: Capabilities;
  readonly streams = new Map<string, StreamRecord>();
  readonly #now: () => number;
  readonly #listeners = new Set<(observation: Observation) => void>();
  #sequence = 0;
  #sessions = 0;
  #made = 0;

  constructor(name: string, capabilities: Capabilities, now: () => number) {
    this.name = name;
    this.capabilities = capabilities;
    this.#now = now;
  }

  /** RFC 3339, by the injected clock. */
  at(): string {
    return new Date(this.#now()).toISOString();
  }

  /** Grows with everything that is made. */
  nextNumber(): number {
    this.#made += 1;
    return this.#made;
  }

  /** Numbers that an id of a test's or a host's choosing has are not given again. */
  reserve(id: string): void {
    const [, number] = /^(?:stream|target)-(\d{1,9})$/u.exec(id) ?? [];
    this.#made = Math.max(this.#made, Number(number ?? 0));
  }

  /** Milliseconds, by the injected clock. */
  now(): number {
    return this.#now();
  }

  /** @throws MultistreamError `not_found` */
  stream(id: string): StreamRecord {
    const stream = this.streams.get(id);
    if (!stream) throw this.notFound("stream");
    return stream;
  }

  /** @throws MultistreamError `not_found` */
  target(ref: TargetRef): TargetRecord {
    const target = this.stream(ref.streamId).targets.get(ref.id);
    if (!target) throw this.notFound("target");
    return target;
  }

  subscribe(listener: (observation: Observation) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Who says what is observed: a provider that reports by itself is taken for one of ours. */
  source(): Source {
    return this.capabilities.status.delivery.includes("push") ? "relay" : "api";
  }

  /** What holds now, as if it were said anew. */
  observations(stream: StreamRecord, source: Source): Observation[] {
    const { id: streamId, session, status } = stream;
    const occurredAt = status.since ?? stream.createdAt;
    const observed = { observedAt: this.at(), source };
    const seen: Unnumbered[] = [
      { kind: "stream", streamId, occurredAt, status: { ...status, ...observed }, ...(session && { session }) },
    ];
    for (const target of stream.targets.values()) {
      const at = { kind: "target", streamId, targetId: target.id } as const;
      seen.push({
        ...at,
        occurredAt: target.status.since ?? target.createdAt,
        status: { ...target.status, ...observed },
      });
    }
    return seen.map((observation) => this.#number(observation));
  }

  /** Moves a stream, and its targets with it. */
  moveStream(stream: StreamRecord, state: StreamState): void {
    const over = state === "idle" || state === "disabled";
    if (state === "live" && !stream.session) {
      this.#sessions += 1;
      stream.session = { id: `session-${this.#sessions}`, startedAt: this.at() };
      this.#applyLate(stream, "next_session");
    }
    const { session } = stream;
    const ended = over && session !== undefined;
    if (over) delete stream.session;
    if (stream.status.state !== state) {
      stream.status = { state, since: this.at(), observedAt: this.at(), source: this.source() };
      const about = { kind: "stream", streamId: stream.id, occurredAt: this.at(), status: stream.status } as const;
      this.#tell({ ...about, ...(session && { session }), ...(ended && { ended }) });
    }
    if (over) this.#applyLate(stream, "stream_idle");
    for (const target of stream.targets.values()) this.settle(stream, target);
  }

  /** Brings a target to where it must be by what is wanted of it and by its stream. `anew`: it dials again. */
  settle(stream: StreamRecord, target: TargetRecord, anew = false): void {
    const wanted = stateOf(stream, target);
    const dials = wanted === "live" || wanted === "retrying" || wanted === "failed";
    if (dials && (anew || target.status.state !== wanted)) this.#moveTarget(stream, target, "connecting");
    this.#moveTarget(stream, target, wanted);
  }

  notFound(what: "stream" | "target"): MultistreamError {
    const hint = "List them to see which there are.";
    return new MultistreamError("not_found", `There is no such ${what}.`, { provider: this.name, hint });
  }

  #applyLate(stream: StreamRecord, when: Exclude<Applies, "now">): void {
    applyLate(stream.wish, when);
    for (const target of stream.targets.values()) {
      applyLate(target.wish, when);
      if (target.wish.doomed && !target.wish.late) stream.targets.delete(target.id);
    }
  }

  #moveTarget(stream: StreamRecord, target: TargetRecord, wanted: TargetState): void {
    const state = this.#told(wanted);
    const reason = wanted === "retrying" || wanted === "failed" ? target.broken?.reason : undefined;
    const { status } = target;
    if (state === undefined || (status.state === state && status.reason?.code === reason?.code)) return;
    target.status = {
      state,
      since: this.at(),
      observedAt: this.at(),
      source: this.source(),
      ...(reason && { reason }),
    };
    const about = { kind: "target", streamId: stream.id, targetId: target.id } as const;
    const session = stream.session && { sessionId: stream.session.id };
    this.#tell({ ...about, occurredAt: this.at(), status: target.status, ...session });
  }

  /** A state that the table does not know is told as the nearest that it does. */
  #told(state: TargetState): TargetState | undefined {
    const { states } = this.capabilities.status;
    if (states.includes(state)) return state;
    if (state === "connecting") return undefined;
    const other = state === "retrying" ? "failed" : "retrying";
    return (state === "retrying" || state === "failed") && states.includes(other) ? other : "unknown";
  }

  #number(observation: Unnumbered): Observation {
    this.#sequence = Math.max(this.#sequence + 1, Math.round(this.#now() * 1_000) + 1);
    return { ...observation, sequence: this.#sequence };
  }

  #tell(observation: Unnumbered): void {
    const numbered = this.#number(observation);
    for (const listener of this.#listeners) listener(numbered);
  }
}

function stateOf(stream: StreamRecord, { wish, broken }: TargetRecord): TargetState {
  if (!wish.effective) return "idle";
  if (!wish.effective.enabled) return "disabled";
  if (stream.status.state !== "live") return "idle";
  if (broken) return broken.final ? "failed" : "retrying";
  return "live";
}
