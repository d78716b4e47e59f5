import { isDeepStrictEqual } from "node:util";
import { getStream, type Reading, type StreamRecord, type TargetRecord, targetsOf } from "../../../store/index.ts";
import type { Tools } from "./pass.ts";

type Rows = { stream: StreamRecord | undefined; targets: TargetRecord[] };

/** How often the store is asked whether it is done; a notice comes before that. */
const LOOK_MS = 500;
/** A process that observes takes a wish up within this; one that has died does not. */
const TAKEN_UP_MS = 2_000;
/** From then on every call leaves its trace when it begins and ends: so long one may take while a caller waits for it. */
const CALL_MS = 3_000;

/**
 * Waits until another process, which observes the instance, has done all it can about a stream for now: until then it is
 * due. Waits no longer when nobody takes it up, as while the duty of one that died is still its own: whoever has it next
 * does it then.
 *
 * @param signal ends the waiting
 */
export async function untilOthers(
  { store, clock }: Pick<Tools, "store" | "clock">,
  streamId: string,
  signal: AbortSignal,
): Promise<void> {
  let hint = Promise.withResolvers<void>();
  const wake = (): void => hint.resolve();
  const unlisten = store.listen("state", (told) => {
    if (told === undefined || told === streamId) wake();
  });
  signal.addEventListener("abort", wake, { once: true });
  let last: Rows | undefined;
  let until = clock.now() + TAKEN_UP_MS;
  try {
    for (;;) {
      const rows = await store.read(() => rowsOf(streamId));
      const { dueAt } = rows.stream ?? {};
      if (signal.aborted || dueAt === undefined || dueAt > clock.now()) return;
      if (last && isTrace(last, rows)) until = clock.now() + CALL_MS;
      last = rows;
      if (clock.now() >= until) return;
      const cancel = clock.after(LOOK_MS, wake);
      await hint.promise;
      cancel();
      hint = Promise.withResolvers<void>();
    }
  } finally {
    unlisten();
  }
}

function* rowsOf(streamId: string): Reading<Rows> {
  return { stream: yield* getStream(streamId), targets: yield* targetsOf(streamId) };
}

/** Has somebody worked on it? A wish, unlike what comes of it, says when it was written. */
function isTrace(before: Rows, after: Rows): boolean {
  return !isDeepStrictEqual(before, after) && wishedAt(after) <= wishedAt(before);
}

function wishedAt({ stream, targets }: Rows): number {
  return Math.max(0, stream?.updatedAt ?? 0, ...targets.map(({ updatedAt }) => updatedAt));
}
