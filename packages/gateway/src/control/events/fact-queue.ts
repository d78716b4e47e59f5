import type { EventDraft } from "@polycast/core/host";
import type { Writing } from "../../store/index.ts";
import type { Fence } from "../duties/duties.ts";
import { isStreamDraft, isTargetDraft, subjectOf } from "./event-log.ts";

/** What follows from one observation of a stream. */
export type Fact = {
  streamId: string;
  /** Where it was observed: what was seen before a stream was moved is none of its facts afterwards. Absent: where it is. */
  instance?: string;
  drafts: readonly EventDraft[];
  /** JSON of the stream's registers as they are after it; absent: not worth a write. */
  state?: string;
  /** Of the tenure that it was observed in; absent: nobody else writes. */
  fence?: Fence;
};

/** Facts that are written together, and what is written with them. */
export type FactEntry = {
  facts: readonly Fact[];
  also?: () => Writing<void>;
  /** The same for `also`. */
  fence?: Fence;
  /** Called once: when it is stored, or will never be. */
  settle?: (error?: unknown) => void;
};

/** Facts that wait to be written, in their order. */
export type FactQueue = {
  /** Beyond the limit, what follows of one stream is merged into one fact: the newest of each thing and of the state. */
  add(fact: Fact): void;
  /** Puts it behind everything about the same streams; it is never merged. */
  push(entry: FactEntry): void;
  /** Takes at most so many out. */
  take(count: number): FactEntry[];
  length(): number;
};

/** Makes an empty queue. @param limit facts that wait one by one */
export function createFactQueue(limit: number): FactQueue {
  let entries: FactEntry[] = [];
  /** By stream. Once it holds one, all that are added go here, so that their order stays. */
  const merged = new Map<string, Fact>();

  return {
    add(fact) {
      if (entries.length < limit && merged.size === 0) entries.push({ facts: [fact] });
      else merged.set(fact.streamId, merge(merged.get(fact.streamId), fact));
    },
    push(entry) {
      for (const { streamId } of entry.facts) {
        const earlier = merged.get(streamId);
        if (earlier) entries.push({ facts: [earlier] });
        merged.delete(streamId);
      }
      entries.push(entry);
    },
    take(count) {
      if (entries.length === 0) {
        entries = [...merged.values()].map((fact) => ({ facts: [fact] }));
        merged.clear();
      }
      const taken = entries.slice(0, count);
      entries = entries.slice(count);
      return taken;
    },
    length: () => entries.length + merged.size,
  };
}

function merge(older: Fact | undefined, newer: Fact): Fact {
  // What an earlier tenure has seen is none of this one's.
  if (!older || older.fence !== newer.fence || older.instance !== newer.instance) return newer;
  const drafts = new Map(older.drafts.map((draft) => [keyOf(draft), draft]));
  for (const draft of newer.drafts) {
    const key = keyOf(draft);
    const skipped = drafts.get(key);
    drafts.delete(key);
    drafts.set(key, skipped ? since(skipped, draft) : draft);
  }
  return { ...older, ...newer, drafts: [...drafts.values()] };
}

/** A warning does not take the place of a state. */
function keyOf(draft: EventDraft): string {
  return draft.type.endsWith(".warning") ? `${subjectOf(draft)} warning` : subjectOf(draft);
}

/** The newer event, told as the change since before the older one. */
function since(older: EventDraft, newer: EventDraft): EventDraft {
  if (isTargetDraft(older) && isTargetDraft(newer)) {
    return { ...newer, data: { ...older.data, ...newer.data, ...before(older.data) } };
  }
  if (isStreamDraft(older) && isStreamDraft(newer)) {
    return { ...newer, data: { ...older.data, ...newer.data, ...before(older.data) } };
  }
  return newer;
}

function before<T>(data: { previous?: T | undefined }): { previous?: T } {
  return data.previous === undefined ? {} : { previous: data.previous };
}
