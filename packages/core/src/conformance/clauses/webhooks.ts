import type { Translation, VerifiedWebhook } from "../../contract/webhooks.ts";
import { Secret } from "../../redaction/secret.ts";
import { all, type Clause, clause, needs } from "../clause.ts";
import { ConformanceFailure } from "../failure.ts";
import { mustEqual, mustHold, show } from "../must.ts";
import type { Scene } from "../scene.ts";
import { sees } from "../sees.ts";
import { comes, feed, isIdle, sent } from "./sent-webhooks.ts";

const NO_TYPE = "conformance.no-such-type";

/** What a provider's webhooks say. */
export const webhookClauses: readonly Clause[] = [
  clause(
    "webhooks.event-id",
    "An event has the same id at every delivery, and no other event has it",
    async (scene) => {
      const { deliveries } = await sent(scene);
      const ids: string[] = [];
      for (const delivery of deliveries) {
        const { eventId } = await feed(scene).verify(delivery);
        mustEqual((await feed(scene).verify(delivery)).eventId, eventId, "A delivery has one id.");
        const again = await scene.harness.webhooks?.redeliver?.(delivery);
        if (again) mustEqual((await feed(scene).verify(again)).eventId, eventId, "A redelivery has the same id.");
        ids.push(eventId);
      }
      mustEqual(new Set(ids).size, ids.length, "Two events have two ids.");
    },
    comes,
  ),

  clause(
    "webhooks.unknown-type",
    "A type that nobody knows says nothing, and throws nothing",
    async (scene) => {
      const { deliveries } = await sent(scene);
      for (const delivery of deliveries) {
        const webhook = await feed(scene).verify(delivery);
        const told = translate(scene, { ...webhook, type: NO_TYPE, payload: ofUnknownType(webhook) });
        mustEqual(told.observations, [], "An unknown type gives no observation.");
      }
    },
    comes,
  ),

  clause(
    "webhooks.garbage",
    "A body of another shape says nothing, and throws nothing",
    async (scene) => {
      const { deliveries } = await sent(scene);
      for (const delivery of deliveries) {
        const { eventId, occurredAt, type } = await feed(scene).verify(delivery);
        for (const body of [undefined, null, 7, "text", [], {}, { data: null, object: 1 }, { data: { id: {} } }]) {
          const told = translate(scene, { eventId, occurredAt, type, payload: new Secret<unknown>(body) });
          mustEqual(told.observations, [], "A body of another shape gives no observation.");
        }
      }
    },
    comes,
  ),

  clause(
    "webhooks.ids",
    "What a webhook says names the stream and the targets by their ids",
    async (scene) => {
      const { stream, targets, deliveries } = await sent(scene);
      const ids = new Set(targets.map(({ id }) => id));
      let about = 0;
      for (const delivery of deliveries) {
        const { observations, readAgain } = feed(scene).translate(await feed(scene).verify(delivery));
        if (readAgain) {
          about += 1;
          mustEqual(readAgain.streamId ?? stream.id, stream.id, "What is to be read again is named by its id.");
        }
        for (const one of observations) {
          about += 1;
          if ("streamId" in one) mustEqual(one.streamId, stream.id, "An observation names the stream by its id.");
          if (one.kind !== "target") continue;
          mustHold(
            ids.has(one.targetId),
            "An observation names the target by its id.",
            [...ids].join(", "),
            one.targetId,
          );
          const { source } = one.status;
          const honest = source === "webhook" || source === "assumed";
          mustHold(honest, "What a webhook says has it as its source.", "webhook, or assumed", source);
        }
      }
      mustHold(about > 0, "A session that begins and ends is told.", "observations", about);
    },
    comes,
  ),

  clause(
    "webhooks.repeated",
    "Webhooks that arrive again, and late, change nothing",
    async (scene) => {
      const { stream, deliveries } = await sent(scene);
      const before = await scene.untilStream(stream.id, isIdle, "A stream that ends is idle.");
      for (const delivery of deliveries) {
        const { observations } = feed(scene).translate(await feed(scene).verify(delivery));
        const events = await scene.client.observe(observations);
        mustEqual(events, [], "What was told before is no news.");
      }
      const after = await scene.client.streams.get(stream.id);
      const states = (read: typeof after) => [read.status.state, read.targets?.map(({ status }) => status.state)];
      mustEqual(states(after), states(before), "A late webhook changes nothing.");
    },
    (scene) =>
      all(comes(scene), needs(scene.mode === "with state", "without state nothing is remembered"), sees(scene)),
  ),
];

/** The same body, but for the type that many providers repeat in it. */
function ofUnknownType({ type, payload }: VerifiedWebhook): Secret<unknown> {
  const text = JSON.stringify(payload.reveal());
  return new Secret<unknown>(JSON.parse(text.replaceAll(JSON.stringify(type), JSON.stringify(NO_TYPE))));
}

function translate(scene: Scene, webhook: VerifiedWebhook): Translation {
  try {
    return feed(scene).translate(webhook);
  } catch (error) {
    throw new ConformanceFailure("translate never throws.", "a translation", show(error), { cause: error });
  }
}
