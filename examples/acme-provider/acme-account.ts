import { randomUUID } from "node:crypto";

/** How long a target dials before it pushes. */
const DIAL_MS = 1_500;

/** A target as Acme keeps and answers it. */
export type AcmeTarget = {
  id: string;
  name: string;
  reference?: string;
  client_token?: string;
  url: string;
  stream_key: string;
  enabled: boolean;
  state: string;
  state_since: string;
  problem?: string;
  created_at: string;
};

/** A stream as Acme keeps and answers it. */
export type AcmeStream = Omit<AcmeTarget, "url" | "stream_key" | "problem"> & {
  ingest: { url: string; stream_key: string };
  targets: AcmeTarget[];
};

/** What a webhook tells. */
export type AcmeEvent = { id: string; type: string; at: number; data: Record<string, unknown> };

/** What Acme keeps, and the hands that move encoders and destinations. Its clock is `Date`. */
export class AcmeAccount {
  /** Oldest first. */
  readonly streams: AcmeStream[] = [];
  /** Nobody was told of these yet. */
  readonly events: AcmeEvent[] = [];
  readonly #sending = new Set<string>();
  readonly #broken = new Set<string>();
  #at = 0;
  #made = 0;

  addStream(fields: Partial<AcmeStream>): AcmeStream {
    const ingest = { url: "rtmps://in.acme.example/live", stream_key: `in-${randomUUID()}` };
    const stream = { ...this.#record("str"), ...fields, state: "waiting", ingest, targets: [] };
    this.streams.push(stream);
    for (const target of fields.targets ?? []) this.addTarget(stream, target);
    this.settle();
    return stream;
  }

  addTarget(stream: AcmeStream, fields: Partial<AcmeTarget>): AcmeTarget {
    const target = { ...this.#record("tgt"), url: "", stream_key: "", ...fields, state: "waiting" };
    stream.targets.push(target);
    this.settle();
    return target;
  }

  deleteStream(stream: AcmeStream): void {
    this.streams.splice(this.streams.indexOf(stream), 1);
  }

  deleteTarget(stream: AcmeStream, target: AcmeTarget): void {
    stream.targets.splice(stream.targets.indexOf(target), 1);
  }

  /** An encoder begins to send to the stream's ingest. */
  connect(streamId: string): void {
    this.#sending.add(streamId);
    this.settle();
  }

  /** It stops, by itself or because Acme ends it. */
  disconnect(streamId: string): void {
    this.#sending.delete(streamId);
    this.settle();
  }

  /** The target's destination takes no media, or takes it again. */
  setBroken(targetId: string, isBroken: boolean): void {
    if (isBroken) this.#broken.add(targetId);
    else this.#broken.delete(targetId);
    this.settle();
  }

  /** Brings every state up to date, and tells each that changes. */
  settle(): void {
    for (const stream of this.streams) {
      if (!stream.enabled) this.#sending.delete(stream.id);
      const state = !stream.enabled ? "off" : this.#sending.has(stream.id) ? "live" : "waiting";
      this.#change("stream.state", stream, state, { stream_id: stream.id });
      for (const target of stream.targets) {
        const next = this.#stateOf(target, state === "live");
        if (next === "broken") target.problem = "connection_refused";
        else delete target.problem;
        const { id, problem } = target;
        this.#change("target.state", target, next, { stream_id: stream.id, target_id: id, problem });
      }
    }
  }

  /** Only who has dialled knows that a destination refuses. */
  #stateOf({ id, enabled, state, state_since }: AcmeTarget, isLive: boolean): string {
    if (!enabled) return "off";
    if (!isLive) return "waiting";
    const isThrough = state === "dialing" && Date.now() - Date.parse(state_since) >= DIAL_MS;
    if (this.#broken.has(id)) return isThrough || state === "pushing" || state === "broken" ? "broken" : "dialing";
    return isThrough || state === "pushing" ? "pushing" : "dialing";
  }

  #change(type: string, thing: AcmeStream | AcmeTarget, state: string, data: Record<string, unknown>): void {
    if (thing.state === state) return;
    Object.assign(thing, { state, state_since: new Date().toISOString() });
    this.#at = Math.max(this.#at + 1, Date.now() * 1_000);
    this.events.push({ id: `evt_${this.#at}`, type, at: this.#at, data: { ...data, state } });
  }

  #record(prefix: string) {
    this.#made += 1;
    const now = new Date().toISOString();
    return { id: `${prefix}_${this.#made}`, name: "", enabled: true, state_since: now, created_at: now };
  }
}
