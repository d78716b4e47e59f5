import type { Translation, VerifiedWebhook, WebhookDelivery } from "../../contract/webhooks.ts";
import { isMultistreamError } from "../../errors/multistream-error.ts";
import { timestampSchema } from "../../model/common.ts";
import { Secret } from "../../redaction/secret.ts";
import { all, type Clause, clause, needs } from "../clause.ts";
import { ConformanceFailure } from "../failure.ts";
import { mustEqual, mustExist, mustFit, mustHold, show } from "../must.ts";
import type { Scene, Staged } from "../scene.ts";
import { sees } from "../sees.ts";

const HOUR_MS = 3_600_000;
const NO_TYPE = "conformance.no-such-type";

const isIdle = ({ status }: { status: { state: string } }): boolean => status.state === "idle";
const comes = (scene: Scene) =>
  all(
    needs(scene.adapter.webhooks, "the adapter has no webhooks"),
    needs(scene.webhooks, "the harness takes no webhooks"),
  );
const signs = (scene: Scene) =>
  all(comes(scene), needs(scene.adapter.webhooks?.signed, "the provider signs nothing: a webhook is only a hint"));

/** What a provider's webhooks prove and say. */
export const webhookClauses: readonly Clause[] = [
  clause(
    "webhooks.true",
    "A true webhook verifies, with an id, a type and a time",
    async (scene) => {
      const { deliveries } = await sent(scene);
      for (const delivery of deliveries) {
        const webhook = await feed(scene).verify(delivery);
        mustHold(webhook.eventId.length > 0 && webhook.type.length > 0, "It has an id and a type.", "both", webhook);
        mustFit(timestampSchema, webhook.occurredAt, "It says when it happened.");
      }
    },
    comes,
  ),

  clause(
    "webhooks.tampered",
    "A webhook of which one byte is changed does not verify",
    async (scene) => {
      const [delivery] = (await sent(scene)).deliveries;
      if (!delivery) return;
      const { body } = delivery;
      for (const index of [0, Math.floor(body.length / 2), body.length - 1]) {
        const changed = body.slice();
        changed[index] = (changed[index] ?? 0) ^ 1;
        await refused(scene, { ...delivery, body: changed }, "A changed body does not verify.");
      }
      const longer = new Uint8Array([...body, 0x20]);
      await refused(scene, { ...delivery, body: longer }, "A longer body does not verify.");
    },
    signs,
  ),

  clause(
    "webhooks.other-secret",
    "A webhook does not verify with another secret",
    async (scene) => {
      const [delivery] = (await sent(scene)).deliveries;
      if (!delivery) return;
      await refused(scene, delivery, "Another secret does not verify.", {
        secrets: [new Secret("not-the-secret-0000")],
      });
      await refused(scene, delivery, "No secret does not verify.", { secrets: [] });
    },
    signs,
  ),

  clause(
    "webhooks.no-signature",
    "A webhook without its headers does not verify",
    async (scene) => {
      const [delivery] = (await sent(scene)).deliveries;
      if (!delivery) return;
      await refused(scene, { ...delivery, headers: new Headers() }, "Without a signature nothing verifies.");
    },
    signs,
  ),

  clause(
    "webhooks.other-time",
    "A webhook of long ago does not verify, and neither does one of the future",
    async (scene) => {
      const [delivery] = (await sent(scene)).deliveries;
      if (!delivery) return;
      const now = feed(scene).now().getTime();
      await refused(scene, delivery, "An old webhook does not verify.", { now: new Date(now + HOUR_MS) });
      await refused(scene, delivery, "A webhook of the future does not verify.", { now: new Date(now - HOUR_MS) });
    },
    signs,
  ),

  clause(
    "webhooks.rotation",
    "While a secret is rotated, either of two verifies",
    async (scene) => {
      const [delivery] = (await sent(scene)).deliveries;
      const secret = scene.harness.webhooks?.secret;
      if (!delivery || !secret) return;
      const old = new Secret("the-old-secret-0000");
      for (const secrets of [
        [old, secret],
        [secret, old],
      ]) {
        await scene.adapter.webhooks?.verify(delivery, { secrets, now: feed(scene).now() });
      }
    },
    signs,
  ),

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

/** Lets a session begin and end, and answers the webhooks that come of it. */
async function sent(scene: Scene): Promise<Staged & { deliveries: readonly WebhookDelivery[] }> {
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

function feed(scene: Scene): NonNullable<Scene["webhooks"]> {
  return mustExist(scene.webhooks, "The adapter has webhooks.", "webhooks");
}

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

async function refused(
  scene: Scene,
  delivery: WebhookDelivery,
  rule: string,
  options: { secrets?: Secret<string>[]; now?: Date } = {},
): Promise<void> {
  const secret = scene.harness.webhooks?.secret;
  const verified = { secrets: secret ? [secret] : [], now: feed(scene).now(), ...options };
  const outcome = await scene.adapter.webhooks?.verify(delivery, verified).catch((error: unknown) => ({ error }));
  if (!outcome || !("error" in outcome)) throw new ConformanceFailure(rule, "a refusal", "a verified webhook");
  mustHold(isMultistreamError(outcome.error), rule, "a MultistreamError", outcome.error);
}
