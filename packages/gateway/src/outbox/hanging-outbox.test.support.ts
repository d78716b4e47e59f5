import type { Event } from "@polycast/core";
import { openReceiver, type Receiver } from "./receiver.test.support.ts";
import { openTestOutbox, type TestOutbox } from "./test-outbox.test.support.ts";

/** Attempts that one endpoint gets at a time. */
const AT_ONCE = 4;

/** An outbox with one endpoint, `id`, that answers nothing so far; attempts run of the first four of these events. */
export async function openHangingOutbox(
  count = 1,
): Promise<{ world: TestOutbox; receiver: Receiver; id: string; events: Event[] }> {
  const world = await openTestOutbox();
  const receiver = await openReceiver();
  receiver.answers("hang");
  const { id } = await world.endpoint(receiver.url);
  const events: Event[] = [];
  while (events.length < count) events.push(await world.publish());
  await world.until(() => receiver.received.length === Math.min(count, AT_ONCE));
  return { world, receiver, id, events };
}
