import type { WebhookDelivery } from "../../contract/webhooks.ts";
import { all, needs } from "../clause.ts";
import { mustExist } from "../must.ts";
import type { Scene, Staged } from "../scene.ts";

/** Are webhooks sent, and taken? */
export const comes = (scene: Scene): true | string =>
  all(
    needs(scene.adapter.webhooks, "the adapter has no webhooks"),
    needs(scene.webhooks, "the harness takes no webhooks"),
  );

export const isIdle = ({ status }: { status: { state: string } }): boolean => status.state === "idle";

/** Lets a session begin and end, and answers the webhooks that come of it. */
export async function sent(scene: Scene): Promise<Staged & { deliveries: readonly WebhookDelivery[] }> {
  const staged = await scene.stage(1);
  await scene.goLive(staged.stream.id);
  await scene.harness.advance(1_000);
  await scene.feed();
  await scene.harness.encoder.end(staged.stream.id);
  const { deliveries } = feed(scene);
  await scene.untilStream(staged.stream.id, isIdle, "A stream that ends is idle.");
  await scene.until(
    async () => deliveries.length,
    (count) => count > 0,
    "A session that begins and ends sends webhooks.",
  );
  return { ...staged, deliveries: [...deliveries] };
}

/** What takes them in. */
export function feed(scene: Scene): NonNullable<Scene["webhooks"]> {
  return mustExist(scene.webhooks, "The adapter has webhooks.", "webhooks");
}
