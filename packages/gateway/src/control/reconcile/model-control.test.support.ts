import { type Capabilities, isMultistreamError, type StreamState } from "@polycast/core";
import { type AcceptedTarget, acceptedOf, notThereYet } from "./accepted.ts";
import { acceptedAfter } from "./accepted-after.ts";
import { acceptedAfterLook } from "./after-look.ts";
import { changesOf } from "./changes-of.ts";
import { chooseStep } from "./choose-step.ts";
import { settle } from "./evidence.ts";
import { acceptedAfterRefusal } from "./fixed-fields.ts";
import { leavingOf } from "./leaving.ts";
import { type Answer, Crash, type ModelProvider } from "./model-provider.test.support.ts";
import { nextStep } from "./next-step.ts";
import type { ChangingStep, Step } from "./step.ts";
import type { WantedTarget } from "./wanted.ts";
import { type Work, workOf } from "./work.ts";
import { afterFailure, afterLook, afterRefusal, afterSuccess, afterWish, beforeCall } from "./work-after.ts";

/** A target's row. */
export type Row = {
  id: string;
  providerId?: string;
  wanted: WantedTarget;
  accepted: AcceptedTarget;
  work?: Work | undefined;
};

/** The smallest control plane there can be: rows, one step at a time, everything stored as it would be. */
export class ModelControl {
  readonly rows = new Map<string, Row>();
  now = 1_000_000;
  /** What is known of the stream. */
  state: StreamState = "idle";
  readonly provider: ModelProvider;

  constructor(provider: ModelProvider) {
    this.provider = provider;
  }

  get table(): Capabilities {
    return this.provider.table;
  }

  add(id: string, wish: Omit<WantedTarget, "gone" | "changedAt">): void {
    const wanted = { ...wish, gone: false, changedAt: this.now };
    this.#put({ id, wanted, accepted: notThereYet(wanted, this.table) }, true);
  }

  wish(id: string, wish: Partial<WantedTarget>): void {
    const row = this.rows.get(id);
    if (!row || row.wanted.gone) return;
    this.#put({ ...row, wanted: { ...row.wanted, ...wish, changedAt: this.now } }, true);
  }

  /** What is seen of the stream. */
  see(state: StreamState): void {
    this.state = state;
    this.provider.isUnseen = false;
    const sessionId = state === "live" ? String(this.provider.session) : undefined;
    for (const row of this.rows.values()) {
      this.#put({ ...row, accepted: settle(row.accepted, { streamState: state, sessionId }) });
    }
  }

  /** Makes steps until none is left for now. */
  run(): void {
    for (let made = 0; made < 100; made += 1) {
      const steps = this.steps();
      for (const { row, step } of steps) {
        if (step.do === "refused") this.#put({ ...row, work: afterRefusal(row.work, step.error, this.now) });
      }
      const chosen = chooseStep(steps);
      if (!chosen) return;
      this.#make(chosen.row, chosen.step);
    }
    throw new Error("It does not come to rest.");
  }

  steps(): { row: Row; step: Step }[] {
    const { table, state: streamState, now } = this;
    const rows = [...this.rows.values()];
    const taken = rows.filter(({ accepted, work }) => accepted.there || work?.inDoubt === "create").length;
    const room = (table.limits.targetsPerStream ?? Infinity) - taken;
    return rows.map((row) => {
      const leaving = leavingOf(
        rows.filter((other) => other !== row),
        table,
      );
      return { row, step: nextStep({ ...row, table, streamState, room, leaving, now }) };
    });
  }

  #make(row: Row, step: Step): void {
    if (step.do === "look") return this.#look(row);
    if (step.do !== "create" && step.do !== "delete" && step.do !== "update") return;
    const { wanted } = row;
    const carries = step.do === "create" || (step.do === "update" && step.patch.includes("destination"));
    const begun = {
      ...row,
      work: beforeCall(row.work, step.do, this.now, carries ? wanted.destinationHash : undefined),
    };
    this.#put(begun);
    try {
      const { id: providerId, pending: answered } = this.#call(begun, step);
      const accepted = acceptedAfter(step, { ...this.#circumstances(), answered, wanted, accepted: row.accepted });
      this.#put({
        ...begun,
        providerId,
        accepted,
        work: this.#done(begun, accepted),
      });
    } catch (error) {
      if (error instanceof Crash) {
        this.state = "unknown";
        return;
      }
      if (!isMultistreamError(error)) throw error;
      if (error.code === "not_idle") this.see(this.provider.state);
      const current = this.rows.get(row.id) ?? begun;
      const fixed = acceptedAfterRefusal(current.accepted, error);
      const work = afterFailure(begun.work, error, this.now, 0.5, step.do);
      this.#put({ ...current, ...(fixed ? { accepted: fixed } : {}), work });
    }
  }

  #circumstances() {
    const sessionId = this.state === "live" ? String(this.provider.session) : undefined;
    return { table: this.table, streamState: this.state, sessionId, now: this.now };
  }

  #done(row: Row, accepted: AcceptedTarget): Work | undefined {
    return afterSuccess(row.work, changesOf(row.wanted, accepted, this.table).length > 0);
  }

  #call({ id, providerId = "none", wanted }: Row, step: ChangingStep): Answer {
    const { name, enabled, rendition, destinationHash: destination = "" } = wanted;
    const wish = { name, enabled, rendition, destination };
    if (step.do === "create") return this.provider.create({ ...wish, owner: id });
    if (step.do === "delete") return this.provider.delete(providerId);
    return this.provider.update(providerId, step.patch, wish);
  }

  #look(row: Row): void {
    this.see(this.provider.state);
    const current = this.rows.get(row.id);
    if (!current) return;
    const target = [...this.provider.targets.values()].find(({ owner }) => owner === row.id);
    const { wanted, work } = current;
    const readable = this.table.readsKeysBack;
    const found = target && {
      ...target,
      ...(readable ? { sendsThere: target.destination === wanted.destinationHash } : {}),
    };
    const accepted = acceptedAfterLook(found, { ...this.#circumstances(), wanted, accepted: current.accepted, work });
    const isOpen = changesOf(wanted, accepted, this.table).length > 0;
    const providerId = target ? { providerId: target.id } : {};
    this.#put({ ...current, ...providerId, accepted, work: afterLook(work, isOpen) });
  }

  /** Stores a row as text and reads it again; one that is gone and left is deleted. */
  #put(row: Row, isWish = false): void {
    const isOpen = changesOf(row.wanted, row.accepted, this.table).length > 0;
    const work = isWish ? afterWish(row.work, isOpen, this.now) : row.work;
    const { there, awaiting } = row.accepted;
    if (row.wanted.gone && !there && !awaiting && work?.inDoubt === undefined) {
      this.rows.delete(row.id);
      return;
    }
    this.rows.set(row.id, {
      ...row,
      accepted: acceptedOf(JSON.stringify(row.accepted), row.wanted),
      work: work && workOf(JSON.stringify(work)),
    });
  }
}
