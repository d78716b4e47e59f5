/** A webhook under way: taken in first, then handed out. `finished` answers whether every handler was content. */
export type Run = { taken: Promise<unknown>; finished: Promise<boolean> };

/** Lets two deliveries of one event that come at the same time share one run. */
export class Runs {
  readonly #running = new Map<string, Run>();

  share(key: string, start: () => Run): Run {
    const before = this.#running.get(key);
    if (before) return before;
    const run = start();
    this.#running.set(key, run);
    const end = (): void => void this.#running.delete(key);
    run.finished.then(end, end);
    return run;
  }
}
