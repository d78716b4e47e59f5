import { randomUuid } from "../kernel/ids.ts";
import type { Clock, Stage } from "../kernel/types.ts";
import type { Events } from "./events.ts";
import type { HealthBoard } from "./health.ts";
import { BrokenTargets } from "./broken-targets.ts";
import { Pushes } from "./pushes.ts";
import type { StreamRecord } from "./records.ts";
import type { ResolvedSettings } from "./settings.ts";
import type { Store } from "./store.ts";
import { wantedPushes } from "./wanted-pushes.ts";

export type LiveOptions = {
  clock: Clock;
  settings: ResolvedSettings;
  store: Store;
  events: Events;
  health: HealthBoard;
};

type Session = {
  childId: string;
  pushes: Pushes;
  timers: Set<() => void>;
  /** Cancels the wait for a silent encoder. */
  silence?: (() => void) | undefined;
};

/** Sessions kept per stream; the oldest go first. */
const MOST_SESSIONS = 100;

/** What lingers on a stream after a session, assumed wording. */
const ISSUES_AFTERWARDS = ["Stream is offline"];

/** The encoders, and the media nodes that take and push what they send. */
export class LiveStreams {
  readonly #options: LiveOptions;
  readonly #sessions = new Map<string, Session>();
  readonly #broken = new BrokenTargets();

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  /** The control of encoders and destinations. */
  readonly stage: Stage = {
    connect: async (streamId) => this.#connect(this.#takesEncoder(streamId)),
    drop: async (streamId) => this.#drop(this.#known(streamId).id),
    resume: async (streamId) => this.#resume(streamId),
    end: async (streamId) => this.end(this.#known(streamId).id),
    breakTarget: async (streamId, targetId) => {
      this.#broken.add(this.#known(streamId).id, this.#target(targetId));
      this.#sessions.get(streamId)?.pushes.broke(targetId);
    },
    healTarget: async (streamId, targetId) => this.#broken.heal(this.#known(streamId).id, this.#target(targetId)),
  };

  /** The session is over: `stream.idle`, and not a word about its targets. */
  end(streamId: string): void {
    const { store, events, clock } = this.#options;
    const session = this.#sessions.get(streamId);
    if (!session) return;
    this.#stop(streamId, session);
    const over = { isActive: false, isHealthy: false, issues: ISSUES_AFTERWARDS, lastSeen: clock.now() };
    store.streams.change(session.childId, over);
    const stream = store.streams.change(streamId, over);
    if (stream) events.tell("stream.idle", stream);
  }

  /** The stream is deleted: its session ends without an event (assumed). */
  forget(streamId: string): void {
    const session = this.#sessions.get(streamId);
    if (session) this.#stop(streamId, session);
    this.#options.health.forget(streamId);
    this.#broken.forgetStream(streamId);
  }

  /** The target list changed: the node hears of it and applies it after a moment. */
  targetsChanged(streamId: string): void {
    const session = this.#sessions.get(streamId);
    if (session) this.#later(session, this.#options.settings.timings.applyMs, () => this.#reconcile(streamId, session));
  }

  /** A target changed: every stream that refers to it is told. */
  targetChanged(targetId: string): void {
    for (const stream of this.#options.store.streams.all()) {
      if (stream.multistream.targets.some(({ id }) => id === targetId)) this.targetsChanged(stream.id);
    }
  }

  /** A target is gone; streams may still refer to it. */
  targetDeleted(targetId: string): void {
    this.#broken.forgetTarget(targetId);
    this.targetChanged(targetId);
  }

  /** Forgets every encoder and destination. */
  clear(): void {
    for (const [streamId, session] of this.#sessions) this.#stop(streamId, session);
    this.#broken.clear();
  }

  #connect(stream: StreamRecord): void {
    const { clock, settings, store, events, health } = this.#options;
    const running = this.#sessions.get(stream.id);
    if (running) return this.#takeOver(stream, running);
    const session: Session = { childId: randomUuid(), pushes: this.#pushesOf(stream.id), timers: new Set() };
    this.#sessions.set(stream.id, session);
    health.forget(stream.id);
    const active = store.streams.change(stream.id, { isActive: true, lastSeen: clock.now() });
    this.#addChild(stream, session.childId);
    if (active) events.tell("stream.started", active);
    this.#reconcile(stream.id, session);
    this.#later(session, settings.timings.healthReportMs, () => {
      for (const id of [stream.id, session.childId]) store.streams.change(id, { isHealthy: true, issues: null });
    });
  }

  /** A second encoder with the same key: it gets a session, and pushes go on, for the buffer was never empty (assumed). */
  #takeOver(stream: StreamRecord, session: Session): void {
    const { clock, store } = this.#options;
    session.silence?.();
    session.silence = undefined;
    store.streams.change(session.childId, { isActive: false, lastSeen: clock.now() });
    session.childId = randomUuid();
    this.#addChild(stream, session.childId);
  }

  #pushesOf(streamId: string): Pushes {
    const { clock, settings, store, events, health } = this.#options;
    return new Pushes({
      clock,
      timings: settings.timings,
      isBroken: (targetId) => this.#broken.has(streamId, targetId),
      tell: (type, target) => {
        const stream = store.streams.get(streamId);
        if (!stream) return;
        health.saw(streamId, type, target);
        events.tell(type, stream, { target });
      },
    });
  }

  #addChild({ streamKey: _, isHealthy: __, issues: ___, ...parent }: StreamRecord, id: string): void {
    const { store, clock } = this.#options;
    const now = clock.now();
    const fields = {
      id,
      parentId: parent.id,
      isActive: true,
      createdAt: now,
      lastSeen: now,
      multistream: { targets: [] },
    };
    store.streams.put({ ...parent, ...fields });
    const children = store.streams.all().filter(({ parentId }) => parentId === parent.id);
    for (const { id: oldest } of children.slice(0, -MOST_SESSIONS)) store.streams.remove(oldest);
  }

  #drop(streamId: string): void {
    const session = this.#sessions.get(streamId);
    const { emptyBufferMs } = this.#options.settings.timings;
    if (!session || session.silence) return;
    if (emptyBufferMs === 0) this.end(streamId);
    else session.silence = this.#later(session, emptyBufferMs, () => this.end(streamId));
  }

  #resume(streamId: string): void {
    const stream = this.#takesEncoder(streamId);
    const session = this.#sessions.get(streamId);
    if (!session?.silence) return this.#connect(stream);
    session.silence();
    session.silence = undefined;
  }

  #reconcile(streamId: string, session: Session): void {
    const stream = this.#options.store.streams.get(streamId);
    if (!stream) return;
    const { wanted, disabledIds } = wantedPushes(this.#options.store, stream);
    session.pushes.reconcile(wanted, disabledIds);
  }

  #stop(streamId: string, session: Session): void {
    session.pushes.stop();
    for (const cancel of session.timers) cancel();
    session.timers.clear();
    this.#sessions.delete(streamId);
  }

  /** Runs it unless the session ends before. */
  #later(session: Session, ms: number, run: () => void): () => void {
    const stopClock = this.#options.clock.after(ms, () => {
      session.timers.delete(cancel);
      run();
    });
    const cancel = () => {
      session.timers.delete(cancel);
      stopClock();
    };
    session.timers.add(cancel);
    return cancel;
  }

  #known(streamId: string): StreamRecord {
    const stream = this.#options.store.streams.get(streamId);
    if (!stream || stream.parentId !== undefined) throw new Error(`There is no stream ${streamId}.`);
    return stream;
  }

  #takesEncoder(streamId: string): StreamRecord {
    const stream = this.#known(streamId);
    if (stream.suspended) throw new Error(`The stream ${streamId} is suspended and takes no encoder.`);
    const owner = this.#options.settings.accounts.find(({ userId }) => userId === stream.userId);
    if (owner?.suspended) throw new Error(`The owner of stream ${streamId} is suspended.`);
    return stream;
  }

  /** @returns the id, when there is such a target */
  #target(targetId: string): string {
    if (!this.#options.store.targets.get(targetId)) throw new Error(`There is no target ${targetId}.`);
    return targetId;
  }
}
