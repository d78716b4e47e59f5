import type { Notice } from "@polycast/core";
import { type StreamRecord, updateStream, type Writing } from "../../store/index.ts";
import { warnOf } from "../drift/store-stream-drift.ts";
import type { Pass } from "../reconcile/run/pass.ts";
import { withColumns } from "../targets/put-wish.ts";

/** What is said of a stream that may be left at a provider, where nobody can tell it from those of others. */
function newStreamNotice(provider: string, name: string): Notice {
  const message =
    `An attempt to move this stream to ${provider} may have left a stream "${name}" there, with the keys of its ` +
    `targets: look through what \`polycast import --provider ${provider}\` lists, and delete it there.`;
  return { code: "new_stream_may_remain", message };
}

/** Says it with a notice, once, and an event. @param record as it is stored now */
export function* tellRemains({ tools }: Pass, record: StreamRecord, provider: string): Writing<void> {
  const notice = newStreamNotice(provider, record.name);
  const notices = [...record.notices.filter(({ message }) => message !== notice.message), notice];
  yield* updateStream(record.id, { notices, updatedAt: record.updatedAt });
  yield* warnOf(tools, withColumns(record, { notices }), notice);
}
