import type { WebhookDelivery } from "@polycast/core/provider";
import { createManualClock, type ManualClock } from "../control/manual-clock.test.support.ts";
import type { Store } from "../store/index.ts";
import type { WebhookObserver } from "./inbox.ts";
import {
  goLive,
  openBeside,
  openTestInbox,
  type TestInbox,
  type TestInboxOptions,
  webhookProvider,
} from "./test-inbox.test.support.ts";

/** A process that receives and processes nothing, over two providers, and what each of them has to send. */
export async function openReceiving(options: TestInboxOptions = {}) {
  const clock = createManualClock();
  const [fake, other] = [webhookProvider("fake", clock), webhookProvider("other", clock)];
  const world = await openTestInbox({
    clock,
    providers: { fake: fake.provider, other: other.provider },
    processes: () => false,
    wrapStore: (store) => ({ ...store, exclusive: false }),
    ...options,
  });
  const [ofFake, ofOther] = [await goLive(world, fake, clock), await goLive(world, other, clock)];
  const next = async (): Promise<WebhookDelivery> => {
    clock.advance(1000);
    fake.endSession(ofFake.providerId);
    fake.goLive(ofFake.providerId);
    const [, delivery] = await fake.takeWebhooks();
    if (!delivery) throw new Error("the provider has sent nothing");
    return delivery;
  };
  return { ...world, clock, ofFake, ofOther, next };
}

/** An observer that takes everything in and writes down of which instance it was. */
export function recording(store: Store): { observer: WebhookObserver; taken: string[] } {
  const taken: string[] = [];
  const takeWebhook: WebhookObserver["takeWebhook"] = async (instance, _observations, also) => {
    taken.push(instance);
    await store.write(also);
    return "written";
  };
  return { observer: { takeWebhook }, taken };
}

/** Another process, with duties of its own, and what it has taken in. */
export const openOther = async (
  world: TestInbox & { clock: ManualClock },
  processes: (instance: string) => boolean,
) => {
  const { observer, taken } = recording(world.store);
  return { taken, ...(await openBeside(world, { clock: world.clock, observer, processes })) };
};

/** What is in the inbox, as `<instance> <state>`, sorted. */
export const states = async ({ inbox }: Pick<TestInbox, "inbox">): Promise<string[]> =>
  (await inbox.list({ limit: 100 })).data.map(({ provider, state }) => `${provider} ${state}`).toSorted();
