import { type Channel, notify } from "./access.ts";
import type { Store } from "./store.ts";

/** All that is told on a channel of a store while something is done: between two marks that are told, too. */
export async function toldOn(
  store: Store,
  channel: Channel,
  act: () => Promise<unknown>,
): Promise<(string | undefined)[]> {
  let told: (string | undefined)[] = [];
  let onMark: (() => void) | undefined;
  const end = store.listen(channel, (payload) => (payload === "mark" ? onMark?.() : told.push(payload)));
  const mark = async (): Promise<void> => {
    const heard = new Promise<void>((resolve) => {
      onMark = resolve;
    });
    await store.write(() => notify(channel, "mark"));
    await heard;
  };
  await mark();
  told = [];
  await act();
  await mark();
  end();
  return told;
}
