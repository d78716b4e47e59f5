import type { Source } from "./provenance.ts";
import type { StreamState } from "./stream.ts";
import type { ReasonCode, TargetState } from "./target-status.ts";

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
  /** The setting of the adapter without which this is never seen. */
  setting?: string;
};

/** What one word of a provider means in the model, for the documentation and for the adapter's own tests. */
export type StatusMapping = Row & ({ of: "target"; state: TargetState } | { of: "stream"; state: StreamState });
