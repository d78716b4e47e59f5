import { getStream } from "../../../store/index.ts";
import type { Tools } from "./pass.ts";

/** How often the store is asked whether it is done; a notice comes before that. */
const LOOK_MS = 500;

/**
 * Waits until another process, which observes the instance, has done all it can about a stream for now: until then it is
 * due.
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
  try {
    for (;;) {
      const record = await store.read(() => getStream(streamId));
      if (signal.aborted || record?.dueAt === undefined || record.dueAt > clock.now()) return;
      const cancel = clock.after(LOOK_MS, wake);
      await hint.promise;
      cancel();
      hint = Promise.withResolvers<void>();
    }
  } finally {
    unlisten();
  }
}
