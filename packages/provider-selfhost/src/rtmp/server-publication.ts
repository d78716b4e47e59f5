import type { MediaMessage } from "./message.ts";
import type {
  OnPublish,
  PublishDecision,
  PublisherConnection,
  PublishEnd,
  PublishRequest,
  PublishSink,
} from "./server-types.ts";

const UNDECIDED: PublishDecision = {
  accept: false,
  code: "NetStream.Publish.Denied",
  description: "The server could not decide; try again.",
};

/**
 * One publish attempt: the owner is asked, its sink is fed, and closed exactly once, also when
 * the end comes before the decision. What the owner's functions throw is reported, never passed on.
 */
export class Publication {
  readonly messageStreamId: number;
  readonly #report: (error: Error) => void;
  #sink: PublishSink | undefined;
  #end: PublishEnd | undefined;

  constructor(messageStreamId: number, report: (error: Error) => void) {
    this.messageStreamId = messageStreamId;
    this.#report = report;
  }

  /** Whether the owner has accepted it and it has not ended. */
  get live(): boolean {
    return this.#sink !== undefined && this.#end === undefined;
  }

  /** Whether the owner still thinks about it. */
  get deciding(): boolean {
    return this.#sink === undefined && this.#end === undefined;
  }

  /** Asks the owner. Undefined when the end came first. */
  async ask(
    onPublish: OnPublish,
    request: PublishRequest,
    connection: PublisherConnection,
  ): Promise<PublishDecision | undefined> {
    const decision = await this.#decide(onPublish, request, connection);
    if (decision.accept) this.#sink = decision.sink;
    if (this.#end === undefined) return decision;
    this.#closeSink(this.#end);
    return undefined;
  }

  /** Hands one message to the sink; false when the sink threw. */
  media(message: MediaMessage): boolean {
    if (!this.live) return true;
    try {
      this.#sink?.media(message);
      return true;
    } catch (error) {
      this.#report(asError(error));
      return false;
    }
  }

  /** Ends it; only the first reason counts. */
  end(reason: PublishEnd): void {
    if (this.#end !== undefined) return;
    this.#end = reason;
    this.#closeSink(reason);
  }

  async #decide(
    onPublish: OnPublish,
    request: PublishRequest,
    connection: PublisherConnection,
  ): Promise<PublishDecision> {
    try {
      return await onPublish(request, connection);
    } catch (error) {
      this.#report(asError(error));
      return UNDECIDED;
    }
  }

  #closeSink(reason: PublishEnd): void {
    try {
      this.#sink?.closed(reason);
    } catch (error) {
      this.#report(asError(error));
    }
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error("a publish callback threw", { cause: error });
}
