import type { Clock } from "../kernel/types.ts";
import type { StreamRecord, TargetRecord, WebhookRecord } from "./records.ts";
import { Table } from "./table.ts";

/** All that is remembered. Sessions are streams with a `parentId`. */
export type Store = {
  streams: Table<StreamRecord>;
  targets: Table<TargetRecord>;
  webhooks: Table<WebhookRecord>;
  clear(): void;
};

export function createStore(clock: Clock, staleReadsMs: number): Store {
  const streams = new Table<StreamRecord>(clock, staleReadsMs);
  const targets = new Table<TargetRecord>(clock, staleReadsMs);
  const webhooks = new Table<WebhookRecord>(clock, staleReadsMs);
  return {
    streams,
    targets,
    webhooks,
    clear() {
      streams.clear();
      targets.clear();
      webhooks.clear();
    },
  };
}
