import type { WebhookDelivery } from "../../contract/webhooks.ts";
import { isMultistreamError } from "../../errors/multistream-error.ts";
import type { WebhookVerificationReason } from "../../errors/webhook-verification-error.ts";
import { timestampSchema } from "../../model/common.ts";
import { Secret } from "../../redaction/secret.ts";
import { all, type Clause, clause, needs } from "../clause.ts";
import { ConformanceFailure } from "../failure.ts";
import { mustEqual, mustFit, mustHold } from "../must.ts";
import type { Scene } from "../scene.ts";
import { comes, feed, sent } from "./sent-webhooks.ts";

const HOUR_MS = 3_600_000;
/** Bytes that are tried, spread over the body. */
const CHANGED_BYTES = 64;

const signs = (scene: Scene): true | string =>
  all(comes(scene), needs(scene.adapter.webhooks?.signed, "the provider signs nothing: a webhook is only a hint"));

/** What a provider's webhooks prove. */
export const signatureClauses: readonly Clause[] = [
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
      const step = Math.max(1, Math.floor(body.length / CHANGED_BYTES));
      for (let index = 0; index < body.length; index += step) {
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
      await refused(scene, delivery, "An old webhook does not verify.", {
        now: new Date(now + HOUR_MS),
        reason: "outside_window",
      });
      await refused(scene, delivery, "A webhook of the future does not verify.", {
        now: new Date(now - HOUR_MS),
        reason: "outside_window",
      });
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
];

async function refused(
  scene: Scene,
  delivery: WebhookDelivery,
  rule: string,
  { reason, ...options }: { secrets?: Secret<string>[]; now?: Date; reason?: WebhookVerificationReason } = {},
): Promise<void> {
  const secret = scene.harness.webhooks?.secret;
  const verified = { secrets: secret ? [secret] : [], now: feed(scene).now(), ...options };
  const outcome = await scene.adapter.webhooks?.verify(delivery, verified).catch((error: unknown) => ({ error }));
  if (!outcome || !("error" in outcome)) throw new ConformanceFailure(rule, "a refusal", "a verified webhook");
  const { error } = outcome;
  const ours = isMultistreamError(error) && error.name === "WebhookVerificationError";
  mustHold(ours, rule, "a WebhookVerificationError", error);
  const told: unknown = Reflect.get(error, "reason");
  if (reason !== undefined) mustEqual(told, reason, "A receiver is told why.");
}
