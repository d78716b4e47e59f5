import type { Log } from "@polycast/core/provider";
import type { Clock } from "../hub/clock.ts";
import type { StreamHub } from "../hub/stream-hub.ts";
import { PublisherSlot, type SlotPublisher } from "../ingest/publisher-slot.ts";
import { type SessionStep, StreamSession } from "../ingest/stream-session.ts";
import { type MediaMessage, MessageType } from "../rtmp/message.ts";
import type {
  PublishDecision,
  PublisherConnection,
  PublishEnd,
  PublishRequest,
  PublishSink,
} from "../rtmp/server-types.ts";
import type { WantedStream } from "./messages.ts";
import type { Reporter } from "./reporter.ts";
import type { TargetSet } from "./target-set.ts";

/** Milliseconds without media after which a publisher counts as gone: liveness is media, not TCP. */
const SILENCE_MS = 3_000;

export type RelayStreamDeps = {
  clock: Clock;
  reporter: Reporter;
  log: Log;
  hub: StreamHub;
  targets: TargetSet;
  reconnectWindowMs: number;
};

/** One stream: who publishes, which session it is, and what becomes of the media. */
export class RelayStream {
  readonly #deps: RelayStreamDeps;
  readonly #slot: PublisherSlot;
  readonly #session: StreamSession;
  #keyHash: string;

  constructor(wanted: WantedStream, deps: RelayStreamDeps) {
    const { clock, reporter, hub, reconnectWindowMs } = deps;
    this.#deps = deps;
    this.#keyHash = wanted.keyHash;
    this.#slot = new PublisherSlot(clock, SILENCE_MS);
    this.#session = new StreamSession({
      clock,
      enabled: wanted.enabled,
      reconnectWindowMs,
      ...(wanted.session ? { resumed: wanted.session } : {}),
      onStep: (step) => this.#onStep(wanted.id, step),
      // A connection that is still open but silent for so long is of no use any more.
      onGivenUp: () => this.#slot.dismiss(),
    });
    hub.onChange(() => hub.state === "delivering" && this.#session.media());
    reporter.stream(wanted.id, this.#session.step);
  }

  get keyHash(): string {
    return this.#keyHash;
  }

  get sessionId(): string | undefined {
    return this.#session.session?.id;
  }

  /** Makes it so. A new key sends away the publisher that came with the old one. */
  put(wanted: WantedStream): void {
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
    this.#deps.targets.put(wanted.targets);
  }

  restart(targetId: string): void {
    this.#deps.targets.restart(targetId);
  }

  /** Ends the session and sends the publisher away; it may come back. */
  end(): void {
    this.#slot.clear();
    this.#session.over();
    this.#deps.hub.sessionEnded();
  }

  /** Decides about an encoder that has the right key. */
  async publish(request: PublishRequest, connection: PublisherConnection): Promise<PublishDecision> {
    const from = request.remoteAddress;
    if (this.#session.state === "disabled") {
      this.#deps.log("warn", "an encoder was refused: the stream is disabled", { from });
      return { accept: false, code: "NetStream.Publish.Denied", description: "This stream is disabled." };
    }
    const publisher: SlotPublisher = { disconnect: (reason) => connection.disconnect(reason) };
    if (!(await this.#slot.claim(publisher, request.signal))) {
      this.#deps.log("warn", "an encoder was refused: another one is publishing", { from });
      const description = "Another encoder is publishing to this stream.";
      return { accept: false, code: "NetStream.Publish.BadName", description };
    }
    this.#deps.log("info", "an encoder publishes", { from, encoder: request.connectObject.flashVer });
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

  /** Tells the targets' numbers; called every two seconds. */
  tellNumbers(): void {
    this.#deps.targets.tellNumbers();
  }

  /** Ends everything; resolves when the targets are closed. */
  async close(): Promise<void> {
    this.end();
    await this.#deps.targets.close();
  }

  /** The stream's end comes before its targets': it is why they stop. */
  #onStep(streamId: string, step: SessionStep): void {
    this.#deps.reporter.stream(streamId, step);
    if (step.ended) this.#deps.hub.sessionEnded();
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
