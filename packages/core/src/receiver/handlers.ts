import type { EventType } from "../model/event.ts";
import type { UnknownWebhook, WebhookProblem } from "./webhook-receiver.ts";

type Run<T> = (about: T) => unknown;

/** Who wants to know what. */
export class Handlers<E extends { type: EventType }> {
  readonly #events: { types: ReadonlySet<EventType> | undefined; run: Run<E> }[] = [];
  readonly #unknown: Run<UnknownWebhook>[] = [];
  readonly #problems: Run<WebhookProblem>[] = [];

  /** @param types undefined: all */
  add(types: readonly EventType[] | undefined, run: Run<E>): void {
    this.#events.push({ types: types && new Set(types), run });
  }

  addUnknown(run: Run<UnknownWebhook>): void {
    this.#unknown.push(run);
  }

  addProblem(run: Run<WebhookProblem>): void {
    this.#problems.push(run);
  }

  /** Hands events out, one after another. Answers what was thrown. */
  async tell(events: readonly E[]): Promise<unknown[]> {
    const thrown: unknown[] = [];
    for (const event of events) {
      const asked = this.#events.filter(({ types }) => types?.has(event.type) ?? true);
      thrown.push(
        ...(await runAll(
          asked.map(({ run }) => run),
          event,
        )),
      );
    }
    return thrown;
  }

  tellUnknown(webhook: UnknownWebhook): Promise<unknown[]> {
    return runAll(this.#unknown, webhook);
  }

  /** What these throw has nobody left to be told to. */
  async tellProblem(problem: WebhookProblem): Promise<void> {
    await runAll(this.#problems, problem);
  }
}

async function runAll<T>(runs: readonly Run<T>[], about: T): Promise<unknown[]> {
  const thrown: unknown[] = [];
  for (const run of runs) {
    try {
      await run(about);
    } catch (error) {
      thrown.push(error);
    }
  }
  return thrown;
}
