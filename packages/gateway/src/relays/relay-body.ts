import type { RelayPorts, TargetNumbers } from "@polycast/selfhost";
import * as z from "zod";

/** Targets whose numbers are told at most; of more than that only their states are known. */
const MAX_TARGETS = 2_000;

const numbersSchema = z.object({
  streamId: z.string(),
  id: z.string(),
  bytesSent: z.number().optional(),
  bitrateBps: z.number().optional(),
  lastByteAt: z.string().optional(),
});

const bodySchema = z.object({ targets: z.array(numbersSchema).max(MAX_TARGETS) });

/** A target's numbers of the last few seconds, in the provider's ids. */
export type RelayNumber = z.output<typeof numbersSchema>;

/** What a relay says about itself. */
export type RelaySelf = {
  /** The machine. */
  name: string;
  /** When it was started. */
  startedAt: string;
  draining: boolean;
  ports?: RelayPorts | undefined;
  targets: readonly TargetNumbers[];
};

/** The body of a relay's lease. */
export function writeBody({ targets, ...self }: RelaySelf): string {
  return JSON.stringify({ ...self, targets: targets.slice(0, MAX_TARGETS) });
}

/** The numbers in the body of a relay's lease; none where another version has written something else. */
export function readNumbers(body: string): readonly RelayNumber[] {
  try {
    const parsed = bodySchema.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data.targets : [];
  } catch {
    return [];
  }
}
