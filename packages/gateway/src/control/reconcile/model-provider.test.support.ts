import {
  type Capabilities,
  CapabilityError,
  MultistreamError,
  type Operation,
  type Pending,
  type StreamState,
} from "@polycast/core";
import { ruleOf } from "@polycast/core/provider";
import type { TargetField } from "./changes-of.ts";

/** A target as the model provider keeps it. */
export type ModelTarget = {
  id: string;
  /** Whose it is. */
  owner: string;
  name: string;
  enabled: boolean;
  rendition: string;
  destination: string;
};

/** What a call answers. */
export type Answer = { id: string; pending?: Pick<Pending, "changes" | "applies"> };

/** What becomes of the next call. `starts`: the stream begins just before it. `keep`: an update changes nothing. */
export type Fault =
  | "keep"
  | "refuse"
  | "rate-limit"
  | "lose"
  | "apply-and-lose"
  | "crash-before"
  | "crash-after"
  | "starts";

/** The process died during a call. */
export class Crash extends Error {}

/**
 * A provider of one stream that follows a capability table to the letter. Every change is checked: no two targets that are
 * on send to one destination, and nobody has two.
 */
export class ModelProvider {
  readonly targets = new Map<string, ModelTarget>();
  /** What the running session goes by. */
  effective = new Map<string, ModelTarget>();
  state: StreamState = "idle";
  session = 0;
  /** Nobody has been told that the stream has begun. */
  isUnseen = false;
  calls = 0;
  fault: Fault | undefined;
  #made = 0;
  readonly table: Capabilities;

  constructor(table: Capabilities) {
    this.table = table;
  }

  start(): void {
    if (this.state === "idle") {
      this.session += 1;
      this.effective = structuredClone(this.targets);
    }
    this.state = "live";
  }

  stop(): void {
    this.state = "idle";
  }

  create(target: Omit<ModelTarget, "id">): Answer {
    return this.#call(["target.create"], ["create"], () => {
      const limit = this.table.limits.targetsPerStream ?? Infinity;
      if (this.targets.size >= limit) {
        throw new CapabilityError("limit_exceeded", "full", { operation: "target.create" });
      }
      const id = `p${(this.#made += 1)}`;
      this.targets.set(id, { ...target, id });
      return id;
    });
  }

  delete(id: string): Answer {
    return this.#call(["target.delete"], ["delete"], () => {
      this.targets.delete(id);
      return id;
    });
  }

  update(id: string, patch: readonly TargetField[], wish: Omit<ModelTarget, "id" | "owner">): Answer {
    const operations = patch.map((field): Operation => {
      if (field === "enabled") return wish.enabled ? "target.enable" : "target.disable";
      return field === "videoOnly" ? "target.update.rendition" : `target.update.${field}`;
    });
    return this.#call(operations, ["update"], () => {
      const target = this.targets.get(id);
      if (!target) throw new MultistreamError("not_found", "no such target");
      const asked = patch.filter((field) => field !== "videoOnly").map((field) => [field, wish[field]] as const);
      this.targets.set(id, { ...target, ...Object.fromEntries(asked) });
      return id;
    });
  }

  #call(operations: readonly Operation[], changes: Pending["changes"], apply: () => string): Answer {
    this.calls += 1;
    const { fault } = this;
    this.fault = undefined;
    if (fault === "starts" && this.state === "idle") {
      this.start();
      this.isUnseen = true;
    }
    if (fault === "crash-before") throw new Crash();
    if (fault === "refuse") throw new MultistreamError("invalid_argument", "refused");
    const kept = operations.find((operation) => operation.startsWith("target.update."));
    if (fault === "keep" && kept !== undefined) throw new CapabilityError("unsupported", "kept", { operation: kept });
    if (fault === "rate-limit") throw new MultistreamError("rate_limited", "slow down", { retryAfterMs: 60_000 });
    if (fault === "lose") throw new MultistreamError("timeout", "no answer", { outcome: "unknown" });
    for (const operation of operations) this.#obey(operation);
    const id = apply();
    this.#check();
    const isLate = this.state === "live" && operations.some((one) => ruleOf(this.table, one).live === "next_session");
    if (!isLate) this.effective = structuredClone(this.targets);
    if (fault === "crash-after") throw new Crash();
    if (fault === "apply-and-lose") throw new MultistreamError("timeout", "no answer", { outcome: "unknown" });
    return { id, ...(isLate ? { pending: { changes, applies: "next_session" } } : {}) };
  }

  /** A call that the table refuses is a mistake of the caller, unless the stream has just begun. */
  #obey(operation: Operation): void {
    const rule = ruleOf(this.table, operation);
    if ((this.state === "live" ? rule.live : rule.idle) !== "refused") return;
    if (!this.isUnseen) throw new Error(`${operation} against the table while ${this.state}`);
    throw new CapabilityError("not_idle", "not idle", { operation, rule });
  }

  #check(): void {
    const all = [...this.targets.values()];
    const places = all.map(({ destination }) => destination);
    if (new Set(places).size < places.length) throw new Error(`two targets send to one place: ${JSON.stringify(all)}`);
    if (new Set(all.map(({ owner }) => owner)).size < all.length) throw new Error("a target was made twice");
  }
}
