import { isSamePush, type Push } from "./prepare-target.ts";
import type { TargetMemory } from "./target-memory.ts";
import { referencesOf, type WireReference, type WireStream } from "./wire/stream.ts";

type Memory = Pick<TargetMemory, "get">;

/** What this process knows the stream to push. Livepeer tells no URLs, so what others have made is not seen. */
export function pushesOf(stream: WireStream, memory: Memory): Push[] {
  return known(referencesOf(stream), memory);
}

/**
 * Is the target sent to where another one of the stream is, in the same rendition?
 *
 * @param references of the target
 */
export function isPushedTwice(stream: WireStream, references: readonly WireReference[], memory: Memory): boolean {
  const ids = new Set(references.map(({ id }) => id));
  const others = known(
    referencesOf(stream).filter(({ id }) => !ids.has(id)),
    memory,
  );
  return known(references, memory).some((push) => others.some((other) => isSamePush(push, other)));
}

function known(references: readonly WireReference[], memory: Memory): Push[] {
  return references.flatMap(({ id, profile, videoOnly }) => {
    const identity = memory.get(id)?.identity;
    return identity === undefined ? [] : [{ identity, profile: profile ?? "source", videoOnly }];
  });
}
