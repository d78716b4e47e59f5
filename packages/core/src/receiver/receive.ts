import { MultistreamError } from "../errors/multistream-error.ts";
import type { EventType } from "../model/event.ts";
import { received, refused } from "./answers.ts";
import type { Handlers } from "./handlers.ts";
import { aboutProblem, type Incoming, type Intake, type Taken, Trouble } from "./intake.ts";
import { type Run, Runs } from "./runs.ts";
import type { ReceiveOptions, WebhookProblem } from "./webhook-receiver.ts";

/** Webhooks that only ask for a read, at the same time: where nothing is signed anybody can send them. */
const MAX_HINTS = 32;

/** From a webhook whose sender is known to the answer: taken in, handed out, settled. */
export class Receiving<E extends { type: EventType }> {
  readonly #intake: Intake<E>;
  readonly #handlers: Handlers<E>;
  readonly #runs = new Runs();
  #hints = 0;

  constructor(intake: Intake<E>, handlers: Handlers<E>) {
    this.#intake = intake;
    this.#handlers = handlers;
  }

  async receive(incoming: Incoming, waitUntil?: ReceiveOptions["waitUntil"]): Promise<Response> {
    const { provider, eventId } = incoming.webhook;
    const start = (): Run => this.#start(incoming, waitUntil !== undefined);
    if (!incoming.believed && this.#hints >= MAX_HINTS) return this.#tooMany(incoming);
    // Two hints at one time are two: what has changed for the second may not be in what is read for the first.
    const run = incoming.believed ? this.#runs.share(`${provider} ${eventId}`, start) : this.#count(start());
    try {
      await run.taken;
    } catch {
      return refused(503);
    }
    if (!waitUntil) return (await run.finished) ? received() : refused(500);
    waitUntil(run.finished);
    return received();
  }

  #count(run: Run): Run {
    this.#hints += 1;
    const end = (): void => void (this.#hints -= 1);
    run.finished.then(end, end);
    return run;
  }

  async #tooMany(incoming: Incoming): Promise<Response> {
    const error = new MultistreamError("rate_limited", "Too many webhooks ask for a read at the same time.", {
      provider: incoming.sender.adapter.name,
      hint: "Somebody may know the URL: put a token into it, where the adapter has a setting for that.",
    });
    await this.#handlers.tellProblem({ ...aboutProblem(incoming), during: "read", error });
    return refused(503);
  }

  /** @param isAnswered before the handlers have run */
  #start(incoming: Incoming, isAnswered: boolean): Run {
    const tell = (problem: WebhookProblem): Promise<void> => this.#handlers.tellProblem(problem);
    const taking = async (): Promise<Taken<E> | undefined> => {
      try {
        return await this.#intake.take(incoming, tell);
      } catch (error) {
        const [during, cause] = error instanceof Trouble ? [error.during, error.cause] : ["state" as const, error];
        await tell({ ...aboutProblem(incoming), during, error: cause });
        throw error;
      }
    };
    const taken = taking();
    const finished = taken.then((taken) => !taken || this.#finish(incoming, taken, isAnswered));
    // Who waits for it hears of it by `taken`.
    finished.catch(() => undefined);
    return { taken, finished };
  }

  async #finish(incoming: Incoming, taken: Taken<E>, isAnswered: boolean): Promise<boolean> {
    const { eventId, type, occurredAt, payload } = incoming.webhook;
    const { name: provider } = incoming.sender;
    const thrown = taken.isUnknown
      ? await this.#handlers.tellUnknown({ provider, type, eventId, occurredAt, payload })
      : await this.#handlers.tell(taken.events);
    for (const error of thrown) {
      await this.#handlers.tellProblem({ ...aboutProblem(incoming), during: "handler", error });
    }
    const isDone = thrown.length === 0;
    try {
      if (isDone) await taken.settle();
      else if (isAnswered) await taken.giveUp();
    } catch (error) {
      // The handlers are done: a repetition is what could still come of it.
      await this.#handlers.tellProblem({ ...aboutProblem(incoming), during: "state", error });
    }
    return isDone;
  }
}
