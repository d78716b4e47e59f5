import { defined } from "@polycast/core/provider";
import { PublisherSlot, type SlotPublisher } from "../ingest/publisher-slot.ts";
import { type SessionStep, StreamSession } from "../ingest/stream-session.ts";
import type { Left } from "../ownership/ownership.ts";
import type { Tenure } from "../ownership/tenure.ts";
import { type MediaMessage, MessageType } from "../rtmp/message.ts";
import type {
  PublishDecision,
  PublisherConnection,
  PublishEnd,
  PublishRequest,
  PublishSink,
} from "../rtmp/server-types.ts";
import { askForStream } from "./ask-for-stream.ts";
import type { WantedStream, WantedTarget } from "./messages.ts";
import { type Refusal, refusals } from "./refusals.ts";
import type { RelayStreamDeps } from "./relay-stream-deps.ts";

/** Milliseconds without media after which a publisher counts as gone: liveness is media, not TCP. */
const SILENCE_MS = 3_000;

/**
 * One stream: who publishes, which session it is, and what becomes of the media. Where several relays share the streams,
 * nothing is pushed and nothing is told before the stream is this one's.
 */
export class RelayStream {
  readonly #id: string;
  readonly #deps: RelayStreamDeps;
  readonly #slot: PublisherSlot;
  readonly #session: StreamSession;
  readonly #tenure: Tenure | undefined;
  #keyHash: string;
  #targets: readonly WantedTarget[] = [];

  constructor(wanted: WantedStream, deps: RelayStreamDeps) {
    const { clock, reporter, hub, reconnectWindowMs } = deps;
    this.#id = wanted.id;
    this.#deps = deps;
    this.#keyHash = wanted.keyHash;
    this.#tenure = deps.createTenure?.({
      isHeld: wanted.isOwned ?? false,
      onHeld: (left) => this.#begin(left),
      onKept: () => deps.targets.put(this.#targets),
      onDenied: () => this.end(),
      close: () => deps.targets.close(),
      left: () => this.#left(),
    });
    this.#slot = new PublisherSlot(clock, SILENCE_MS);
    this.#session = new StreamSession({
      clock,
      enabled: wanted.enabled,
      reconnectWindowMs,
      ...(wanted.session ? { resumed: wanted.session } : {}),
      onStep: (step) => this.#onStep(step),
      onGivenUp: () => this.#onGivenUp(),
    });
    hub.onChange(() => this.#lookForMedia());
    if (this.isOurs) reporter.stream(wanted.id, this.#session.step);
  }

  get keyHash(): string {
    return this.#keyHash;
  }

  get sessionId(): string | undefined {
    return this.#session.session?.id;
  }

  /** May it be pushed and told of from here? */
  get isOurs(): boolean {
    return this.#tenure?.isHeld ?? true;
  }

  /** Makes it so. A new key sends away the publisher that came with the old one. */
  put(wanted: WantedStream): void {
    this.#targets = wanted.targets;
    if (wanted.keyHash !== this.#keyHash) {
      this.#keyHash = wanted.keyHash;
      this.end();
    }
    if (wanted.enabled) this.#session.enable();
    else {
      this.#slot.clear();
      this.#session.disable();
      this.#deps.hub.sessionEnded();
    }
    if (this.#tenure?.isStaying ?? true) this.#deps.targets.put(wanted.targets);
    this.#leaveIfDone();
  }

  restart(targetId: string): void {
    this.#deps.targets.restart(targetId);
  }

  /** Ends the session and sends the publisher away; it may come back. */
  end(): void {
    this.#slot.clear();
    this.#session.over();
    this.#deps.hub.sessionEnded();
    this.#leaveIfDone();
  }

  /** Decides about an encoder that has the right key. */
  async publish(request: PublishRequest, connection: PublisherConnection): Promise<PublishDecision> {
    const from = request.remoteAddress;
    if (this.#session.state === "disabled") return this.#refuse("disabled", from);
    const publisher: SlotPublisher = { disconnect: (reason) => connection.disconnect(reason) };
    if (!(await this.#slot.claim(publisher, request.signal))) return this.#refuse("taken", from);
    const isCurrent = (): boolean => this.#slot.current === publisher;
    const { log } = this.#deps;
    const refusal = await askForStream(this.#tenure, { isCurrent, signal: request.signal, log });
    if (refusal) {
      this.#slot.release(publisher);
      this.#leaveIfDone();
      return this.#refuse(refusal, from);
    }
    log("info", "an encoder publishes", { from, encoder: request.connectObject.flashVer });
    this.#deps.hub.publisherStarted();
    return { accept: true, sink: this.#sinkOf(publisher) };
  }

  /** Looks whether the publisher still delivers; called a few times a second. */
  lookForSilence(): void {
    const { hub, clock, log } = this.#deps;
    if (hub.state !== "delivering" || clock.now() - (hub.lastMediaAt ?? 0) < SILENCE_MS) return;
    log("warn", "no media from the encoder");
    hub.publisherSilent();
    this.#session.lost();
  }

  /** Tells the targets' numbers; called every two seconds. Without a session there are none. */
  tellNumbers(): void {
    if (this.#deps.hub.state !== "idle") this.#deps.targets.tellNumbers();
  }

  /** Tells once more how it is, and its targets; nothing where that is not for us to say. */
  tellAgain(): void {
    if (!this.isOurs) return;
    this.#deps.reporter.stream(this.#id, this.#session.step);
    this.#deps.targets.tellAgain();
  }

  /** The stream is another relay's already: everything of it here ends without another byte or word. */
  lose(): void {
    if (!this.#tenure?.lose()) return;
    this.#deps.log("warn", "the stream is another relay's by now");
    this.#deps.targets.abandon();
    this.#session.forget();
    this.#slot.clear();
    this.#deps.hub.sessionEnded();
  }

  /** Another relay has its encoder: lets that one have it, and the session, unless an encoder delivers here. */
  async handOver(): Promise<void> {
    if (!this.#tenure?.isHeld || this.#deps.hub.state === "delivering") return;
    this.#slot.clear();
    this.#deps.hub.sessionEnded();
    await this.#tenure.leave();
  }

  /**
   * Sends the encoder away and leaves the session to the relay that it comes to, where several share the streams and one
   * that is gone is waited for; else the session ends. Resolves as `close` does.
   */
  async passOn(): Promise<void> {
    if (!this.#tenure?.isHeld) return this.close();
    this.#slot.clear();
    this.#session.lost();
    this.#deps.hub.sessionEnded();
    await this.#tenure.leave();
  }

  /** Ends everything; resolves when the targets are closed and the stream is given back. */
  async close(): Promise<void> {
    this.end();
    if (this.#tenure) await this.#tenure.leave();
    else await this.#deps.targets.close();
  }

  /** It is ours from now on: tells how it is, and begins to push. */
  #begin(left: Left | undefined): void {
    const { reporter, targets } = this.#deps;
    if (left) reporter.goOnAfter(left.lastSequence);
    if (left?.session) this.#session.adopt(left.session);
    else reporter.stream(this.#id, this.#session.step);
    this.#lookForMedia();
    targets.put(this.#targets);
  }

  /** What the next owner needs to know. A session that goes on there is over here without a word. */
  #left(): Left {
    const { session } = this.#session;
    this.#session.forget();
    return defined({ session, lastSequence: this.#deps.reporter.lastSequence });
  }

  #lookForMedia(): void {
    if (this.#deps.hub.state === "delivering" && this.isOurs) this.#session.media();
  }

  /** Nobody publishes here and nobody is waited for: the stream is free for any relay. */
  #leaveIfDone(): void {
    if (this.#tenure && !this.#slot.current && !this.#session.session) void this.#tenure.leave();
  }

  /** The stream's end comes before its targets': it is why they stop. */
  #onStep(step: SessionStep): void {
    if (this.isOurs) this.#deps.reporter.stream(this.#id, step);
    if (step.ended) this.#deps.hub.sessionEnded();
  }

  /** A connection that is still open but silent for so long is of no use any more. */
  #onGivenUp(): void {
    this.#slot.dismiss();
    this.#leaveIfDone();
  }

  #refuse(refusal: Refusal, from: string): PublishDecision {
    const { reason, ...decision } = refusals[refusal];
    this.#deps.log("warn", `an encoder was refused: ${reason}`, { from });
    return { accept: false, ...decision };
  }

  #sinkOf(publisher: SlotPublisher): PublishSink {
    return {
      media: (message: MediaMessage): void => {
        if (this.#slot.current !== publisher) return;
        if (message.typeId !== MessageType.dataAmf0) this.#slot.delivered(publisher);
        this.#deps.hub.media(message);
      },
      closed: (reason: PublishEnd): void => {
        if (this.#slot.current !== publisher) return;
        this.#deps.log("info", "the encoder is gone", { reason });
        this.#publisherGone(reason);
        // Last, because it may let in the next one, with whom a session begins or goes on.
        this.#slot.release(publisher);
        this.#leaveIfDone();
      },
    };
  }

  #publisherGone(reason: PublishEnd): void {
    const { hub } = this.#deps;
    const mayReturn = reason !== "unpublished" && this.#session.session !== undefined;
    if (mayReturn) {
      hub.publisherLost();
      this.#session.lost();
    } else {
      this.#session.over();
      // Also without a session: it was let in and has sent nothing.
      hub.sessionEnded();
    }
  }
}
