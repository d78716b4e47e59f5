import type { ReasonCode, Source, StreamState, TargetState } from "@polycast/core";

type Row = {
  /** The provider's own word: a field's value, or the type of a webhook. */
  native: string;
  /** What else must hold for this row. */
  when?: string;
  /** Why the target is not live, as far as the provider tells. */
  reason?: ReasonCode;
  /** Who says so; `assumed` where nobody does and we infer it. */
  source: Source;
  note?: string;
};

/** What one word of a provider means in the model. */
export type StatusMapping = Row & ({ of: "target"; state: TargetState } | { of: "stream"; state: StreamState });
