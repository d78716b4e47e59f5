import type { ProviderAdapter } from "../contract/provider-adapter.ts";

/** A method of the adapter, e.g. `targets.create`. */
export type FakeMethod =
  | `streams.${keyof ProviderAdapter["streams"]}`
  | `targets.${keyof ProviderAdapter["targets"]}`
  | "poll"
  | "restore"
  | "start"
  | "close";

/** Which of the provider's operations a fault meets: a creation, any read, or a deletion. */
export type FaultOperation = "stream.create" | "target.create" | "read" | "delete";

/**
 * What goes wrong.
 *
 * - `rate_limited`: refused, with the wish to come back after a moment
 * - `error`: the provider fails and has done nothing
 * - `error_after_commit`: the provider has done it and answers that it failed
 * - `timeout`: no answer, and nothing is done
 * - `timeout_after_commit`: no answer, and it is done
 * - `garbage`: a success whose body is not what it should be
 */
export type FaultKind =
  | "rate_limited"
  | "error"
  | "error_after_commit"
  | "timeout"
  | "timeout_after_commit"
  | "garbage";

/** One thing that goes wrong with the next requests of an operation. */
export type Fault = {
  operation: FaultOperation;
  kind: FaultKind;
  /** Requests that still pass before. Default 0. */
  skip?: number;
  /** Requests that are hit then. Default 1. */
  times?: number;
};

/** The faults of a provider, one after the other. */
export class FaultPlan {
  #faults: Required<Fault>[] = [];
  #planted: { method: FakeMethod; error: Error }[] = [];

  next(fault: Fault): void {
    this.#faults.push({ skip: 0, times: 1, ...fault });
  }

  /** The next call of this method fails with the error, and does nothing. */
  plant(method: FakeMethod, error: Error): void {
    this.#planted.push({ method, error });
  }

  clear(): void {
    this.#faults = [];
    this.#planted = [];
  }

  /** The error that was planted for this call, once. */
  takePlanted(method: string): Error | undefined {
    const index = this.#planted.findIndex((planted) => planted.method === method);
    return index === -1 ? undefined : this.#planted.splice(index, 1)[0]?.error;
  }

  /** The fault that meets this request, which is counted. */
  take(operation: FaultOperation): FaultKind | undefined {
    for (const fault of this.#faults) {
      if (fault.operation !== operation || fault.times === 0) continue;
      if (fault.skip > 0) {
        fault.skip -= 1;
        continue;
      }
      fault.times -= 1;
      return fault.kind;
    }
    return undefined;
  }
}
