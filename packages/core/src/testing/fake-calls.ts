import type { CallContext } from "../contract/call-context.ts";
import type { ErrorCode } from "../errors/error-code.ts";
import { ProviderError } from "../errors/provider-error.ts";
import { type FakeMethod, type FaultOperation, FaultPlan } from "./fault.ts";

/** Calls that are kept; the oldest give way. */
const MAX_CALLS = 10_000;
/** An adapter tries again where it may, and gives up then. */
const ATTEMPTS = 3;

/** The way from the fake adapter to what it keeps: every call is noted, and may meet a fault. */
export class FakeCalls {
  readonly faults = new FaultPlan();
  readonly #provider: string;
  #made: string[] = [];
  #count = 0;
  readonly #acts = new Map<string, () => void | Promise<void>>();

  constructor(provider: string) {
    this.#provider = provider;
  }

  /** The names of the methods that were called, e.g. `targets.create`, in order; the last 10 000. */
  get made(): readonly string[] {
    return this.#made;
  }

  /** How many there were. */
  get count(): number {
    return this.#count;
  }

  /** Runs when the next call of this method has done its work, before it answers. */
  beforeAnswer(method: FakeMethod, act: () => void | Promise<void>): void {
    this.#acts.set(method, act);
  }

  /** @throws ProviderError, an error that was planted, or the reason of the context's signal */
  async make<T>(
    method: string,
    operation: FaultOperation | undefined,
    { signal }: Pick<CallContext, "signal">,
    run: () => T | Promise<T>,
  ): Promise<T> {
    const answer = async (): Promise<T> => {
      const answered = await run();
      const act = this.#acts.get(method);
      this.#acts.delete(method);
      if (act) await Promise.race([act(), aborted(signal)]);
      return answered;
    };
    for (let attempt = 1; ; attempt += 1) {
      signal.throwIfAborted();
      this.#note(method);
      const planted = this.faults.takePlanted(method);
      if (planted) throw planted;
      const fault = operation && this.faults.take(operation);
      switch (fault) {
        case undefined:
          return answer();
        case "rate_limited":
          if (attempt === ATTEMPTS) throw this.#error("rate_limited", "asks to be called less often");
          break;
        case "error":
          if (attempt === ATTEMPTS) throw this.#error("provider_unavailable", "is not available");
          break;
        case "error_after_commit":
          // What was made is found again, as an adapter finds it by its mark.
          return answer();
        case "timeout":
          return aborted(signal);
        case "timeout_after_commit":
          await run();
          return aborted(signal);
        case "garbage":
          throw this.#error("provider_response_invalid", "answered what cannot be read");
      }
    }
  }

  #note(method: string): void {
    this.#count += 1;
    this.#made.push(method);
    if (this.#made.length > MAX_CALLS) this.#made = this.#made.slice(-MAX_CALLS / 2);
  }

  #error(code: ErrorCode, message: string): ProviderError {
    const hint = "A test made it so: look for `faults.next`.";
    return new ProviderError(code, `${this.#provider} ${message}.`, { provider: this.#provider, hint });
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
