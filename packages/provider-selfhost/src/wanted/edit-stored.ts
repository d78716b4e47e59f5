import { randomUUID } from "node:crypto";
import {
  defined,
  type Ingest,
  type NewStream,
  type NewTarget,
  type StreamPatch,
  type TargetPatch,
} from "@polycast/core/provider";
import type { StoredStream, StoredTarget } from "./stored-stream.ts";
import { targetOf } from "./target-of.ts";

/** A stream that is asked for, with ids of its own. */
export function newStored({ targets, ...wanted }: NewStream, ingest: Ingest[]): StoredStream {
  const createdAt = new Date().toISOString();
  const made = targets.map((target) => newStoredTarget(target, createdAt));
  return { ...wanted, id: randomUUID(), createdAt, ingest, targets: made };
}

/** A target that is asked for, with an id of its own. */
export function newStoredTarget(wanted: NewTarget, createdAt = new Date().toISOString()): StoredTarget {
  return { ...wanted, id: randomUUID(), createdAt, revision: 1 };
}

/** What the patch names is changed, everything else stays. */
export function patchStored(stored: StoredStream, patch: StreamPatch): StoredStream {
  return { ...stored, ...defined(patch) };
}

/**
 * The same for a target of it. An edit of the destination is another chance for it, also if it leads to the same place.
 *
 * @throws MultistreamError `not_found`
 */
export function patchStoredTarget(stored: StoredStream, targetId: string, patch: TargetPatch): StoredStream {
  const target = targetOf(stored, targetId);
  const { revision = 1 } = target;
  const patched = { ...target, ...defined(patch), revision: patch.destination ? revision + 1 : revision };
  return { ...stored, targets: stored.targets.map((one) => (one === target ? patched : one)) };
}

/** Without the target. */
export function withoutTarget(stored: StoredStream, targetId: string): StoredStream {
  return { ...stored, targets: stored.targets.filter(({ id }) => id !== targetId) };
}
