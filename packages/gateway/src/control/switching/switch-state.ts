import { defined, errorCodeSchema } from "@polycast/core/provider";
import * as z from "zod";
import type { StreamRecord } from "../../store/index.ts";
import { markSchema } from "./mark.ts";
import { readStored } from "../reconcile/read-stored.ts";
import { workSchema } from "../reconcile/work.ts";

const runSchema = z.object({
  /** The instance that it moves to. */
  to: z.string(),
  /** When it was asked for, milliseconds since 1970. */
  since: z.number(),
  /** `make`: the new side is made. `move`: the old side is told to send nowhere, and the stream is led over. */
  step: z.enum(["make", "move"]),
  /** A call that makes the new side has been begun; `mark`: what the new stream is known by. */
  begun: z.object({ mark: markSchema.optional() }).optional(),
  /** An attempt may have left a stream there that nobody can tell from those of others. */
  mayRemain: z.literal(true).optional(),
  made: z
    .object({
      providerId: z.string(),
      /** The provider's id of a target, by ours. */
      targets: z.record(z.string(), z.string()),
      /** Ours, of those that it does not take: they wait as they are. */
      lost: z.array(z.string()),
    })
    .optional(),
  /** How often the new side was made anew, because it was not there any more. */
  remade: z.int().optional(),
  /** The old side is, or may be, told to send nowhere. */
  parked: z.literal(true).optional(),
  /** Attempts of this step that failed. */
  work: workSchema.optional(),
});
export type SwitchRun = z.infer<typeof runSchema>;

const leftoverSchema = z.object({
  provider: z.string(),
  /** Its id there, or the mark by which it is looked for. */
  id: z.string(),
  /** It is not known whether there is one: it is looked for. */
  isSought: z.literal(true).optional(),
  work: workSchema.optional(),
});
/** A stream at a provider that is to be deleted there. */
export type Leftover = z.infer<typeof leftoverSchema>;

/** Left over at a time: as long as there are so many, nothing is switched. */
export const MAX_LEFTOVERS = 16;

const failedSchema = z.object({
  to: z.string(),
  code: errorCodeSchema,
  message: z.string(),
  hint: z.string().optional(),
  retryable: z.boolean(),
});

const stateSchema = z.object({
  run: runSchema.optional(),
  /** How the last one failed, until the next one is asked for. */
  failed: failedSchema.optional(),
  leftovers: z.array(leftoverSchema).optional(),
});

/** Column `switching` of a stream. */
export type SwitchState = z.infer<typeof stateSchema>;

/** Reads the column; absent: there is nothing. @throws MultistreamError `internal` */
export function switchStateOf({ switching }: Pick<StreamRecord, "switching">): SwitchState {
  return switching === undefined ? {} : readStored(stateSchema, switching, "`switching` of a stream");
}

/** The column's new text; null: it is empty. */
export function toStoredSwitch(state: { [K in keyof SwitchState]: SwitchState[K] | undefined }): string | null {
  const { leftovers } = state;
  const stored = defined({ ...state, leftovers: leftovers?.length ? leftovers : undefined });
  return Object.keys(stored).length === 0 ? null : JSON.stringify(stored);
}

/** Is the old side told to send nowhere, so that its targets are off there while they are wanted? */
export function isParked(record: Pick<StreamRecord, "switching">): boolean {
  return switchStateOf(record).run?.parked === true;
}

/** Is a stream on its way to another provider? Then nothing else is changed on it. */
export function isSwitching(record: Pick<StreamRecord, "switching">): boolean {
  return switchStateOf(record).run !== undefined;
}

/** When something of it is to be tried next, milliseconds since 1970; undefined: there is nothing. */
export function switchDueAt(record: Pick<StreamRecord, "switching">, now: number): number | undefined {
  const { run, leftovers = [] } = switchStateOf(record);
  const works = [...(run ? [run.work] : []), ...leftovers.map(({ work }) => work)];
  return works.length === 0 ? undefined : Math.min(...works.map((work) => work?.nextAttemptAt ?? now));
}
