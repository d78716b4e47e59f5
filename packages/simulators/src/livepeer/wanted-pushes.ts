import type { WantedPush } from "./pushes.ts";
import type { StreamRecord } from "./records.ts";
import type { Store } from "./store.ts";

/** What a stream's list asks for: references to targets that are gone ask for nothing. */
export function wantedPushes(
  { targets }: Store,
  stream: StreamRecord,
): { wanted: WantedPush[]; disabledIds: Set<string> } {
  const wanted: WantedPush[] = [];
  const disabledIds = new Set<string>();
  for (const { id, profile, videoOnly } of stream.multistream.targets) {
    const target = targets.get(id);
    if (!target) continue;
    if (target.disabled) disabledIds.add(id);
    else {
      const key = `${target.url} ${profile} ${videoOnly ? "silent" : "audio"}`;
      wanted.push({ key, target: { id, name: target.name, profile } });
    }
  }
  return { wanted, disabledIds };
}
