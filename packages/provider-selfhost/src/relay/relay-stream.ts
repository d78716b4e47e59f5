import type { Log } from "@polycast/core/provider";
import type { Clock } from "../hub/clock.ts";
import type { StreamHub } from "../hub/stream-hub.ts";
import { PublisherSlot, type SlotPublisher } from "../ingest/publisher-slot.ts";
import { StreamSession } from "../ingest/stream-session.ts";
import { MessageType } from "../rtmp/message.ts";
import type { PublishDecision, PublisherConnection, PublishRequest } from "../rtmp/server-types.ts";
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
  readonly #id: string;
  readonly #deps: RelayStreamDeps;
  readonly #slot: PublisherSlot;
  readonly #session: StreamSession;
  #keyHash: string;

  constructor(wanted: WantedStream, deps: RelayStreamDeps) {
    const { clock, reporter, hub, reconnectWindowMs } = deps;
    this.#id = wanted.id;
    this.#deps = deps;
    this.#keyHash = wanted.keyHash;
    this.#slot = new PublisherSlot(clock, SILENCE_MS);
    this.#session = new StreamSession({
      clock,
      enabled: wanted.enabled,
      reconnectWindowMs,
      onStep: (step) => {
        reporter.stream(wanted.id, step);
        if (!step.ended) return;
        // Nobody came back: a connection that is still open, but silent, is of no use any more.
        if (step.state === "reconnecting") this.#slot.clear();
        hub.sessionEnded();
      },
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
    else if (this.#session.state !== "disabled") {
      this.#sendAway();
      this.#session.disable();
    }
    this.#deps.targets.put(wanted.targets);
  }

  restart(targetId: string): void {
    this.#deps.targets.restart(targetId);
  }

  /** Ends the session and sends the publisher away; it may come back. */
  end(): void {
    this.#sendAway();
    this.#session.over();
  }

  /** Decides about an encoder that has the right key. */
  async publish(request: PublishRequest, connection: PublisherConnection): Promise<PublishDecision> {
    if (this.#session.state === "disabled") return refusal("NetStream.Publish.Denied", "This stream is disabled.");
    const publisher: SlotPublisher = { disconnect: () => connection.disconnect("replaced") };
    const taken = await this.#slot.claim(publisher, request.signal);
    if (!taken) {
      this.#deps.log("warn", "an encoder was refused: another one is publishing", {
        stream: this.#id,
        from: request.remoteAddress,
      });
      return refusal("NetStream.Publish.BadName", "Another encoder is publishing to this stream.");
    }
    return { accept: true, sink: this.#accept(publisher, request) };
  }

  /** Looks for silence; called about once a second. */
  tick(): void {
    const { hub, clock, targets } = this.#deps;
    if (hub.state === "delivering" && clock.now() - (hub.lastMediaAt ?? 0) >= SILENCE_MS) {
      this.#deps.log("warn", "no media from the encoder", { stream: this.#id });
      hub.publisherSilent();
      this.#session.lost();
    }
    targets.tick();
  }

  /** Ends everything; resolves when the targets are closed. */
  async close(): Promise<void> {
    this.end();
    await this.#deps.targets.close();
  }

  #accept(publisher: SlotPublisher, request: PublishRequest) {
    const { hub, log } = this.#deps;
    log("info", "an encoder publishes", {
      stream: this.#id,
      from: request.remoteAddress,
      encoder: request.connectObject.flashVer,
    });
    hub.publisherStarted();
    return {
      media: (message: Parameters<StreamHub["media"]>[0]): void => {
        if (this.#slot.current !== publisher) return;
        if (message.typeId !== MessageType.dataAmf0) this.#slot.delivered(publisher);
        hub.media(message);
      },
      closed: (reason: string): void => {
        if (!this.#slot.release(publisher)) return;
        log("info", "the encoder is gone", { stream: this.#id, reason });
        if (reason === "unpublished") {
          hub.sessionEnded();
          this.#session.over();
        } else {
          hub.publisherLost();
          this.#session.lost();
        }
      },
    };
  }

  #sendAway(): void {
    this.#slot.clear();
    this.#deps.hub.sessionEnded();
  }
}

function refusal(code: "NetStream.Publish.BadName" | "NetStream.Publish.Denied", description: string): PublishDecision {
  return { accept: false, code, description };
}
