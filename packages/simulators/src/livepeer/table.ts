import type { Clock } from "../kernel/types.ts";

type Row<T> = { value: T | undefined; before: T | undefined; changedAt: number };

/** Records by id. Writers read the newest; the answers of reads may come from a replica that lags behind. */
export class Table<T extends { readonly id: string }> {
  readonly #rows = new Map<string, Row<T>>();
  readonly #clock: Clock;
  readonly #lagMs: number;

  constructor(clock: Clock, lagMs: number) {
    this.#clock = clock;
    this.#lagMs = lagMs;
  }

  /** Rows that are held, those that only the replica still has included. */
  get size(): number {
    return this.#rows.size;
  }

  get(id: string): T | undefined {
    return this.#rows.get(id)?.value;
  }

  all(): T[] {
    return [...this.#rows.values()].flatMap(({ value }) => (value === undefined ? [] : [value]));
  }

  put(value: T): T {
    this.#write(value.id, value);
    return value;
  }

  /** Writes these fields over the newest record; nothing where there is none. */
  change(id: string, fields: Partial<T>): T | undefined {
    const value = this.get(id);
    return value && this.put({ ...value, ...fields });
  }

  remove(id: string): void {
    this.#write(id, undefined);
    const forget = () => {
      if (this.#rows.get(id)?.value === undefined) this.#rows.delete(id);
    };
    if (this.#lagMs === 0) forget();
    else this.#clock.after(this.#lagMs, forget);
  }

  /** As the replica has it. */
  replica(id: string): T | undefined {
    const row = this.#rows.get(id);
    return row && this.#replicated(row);
  }

  replicaAll(): T[] {
    return [...this.#rows.values()].flatMap((row) => this.#replicated(row) ?? []);
  }

  clear(): void {
    this.#rows.clear();
  }

  #write(id: string, value: T | undefined): void {
    const row = this.#rows.get(id);
    this.#rows.set(id, { value, before: row && this.#replicated(row), changedAt: this.#clock.now() });
  }

  #replicated(row: Row<T>): T | undefined {
    return this.#clock.now() - row.changedAt < this.#lagMs ? row.before : row.value;
  }
}
