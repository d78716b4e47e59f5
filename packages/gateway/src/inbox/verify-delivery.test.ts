import { WebhookVerificationError, type WebhookVerificationReason } from "@polycast/core";
import { type ProviderWebhooks, Secret } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { verifyDelivery } from "./verify-delivery.ts";

const delivery = { url: "https://a.example/", headers: new Headers(), body: new Uint8Array() };
const now = new Date("2026-01-02T03:04:05.000Z");
const webhook = { eventId: "1", type: "a", occurredAt: now.toISOString(), payload: new Secret<unknown>({}) };

const refuse = (reason: WebhookVerificationReason) => new WebhookVerificationError(reason, { provider: "fake" });

/** Webhooks that are signed with a secret, `own` being that of the settings, and that have a fault besides. */
function signedWith(signer: string, own: string | undefined, fault?: WebhookVerificationReason): ProviderWebhooks {
  return {
    signed: true,
    retriesRefused: true,
    translate: () => ({ observations: [] }),
    async verify(_delivery, { secrets, toleranceSeconds = 300 } = {}) {
      const known = secrets?.map((secret) => secret.reveal()) ?? (own === undefined ? [] : [own]);
      if (known.length === 0) throw refuse("no_secret");
      if (!known.includes(signer)) throw refuse("wrong_signature");
      if (fault !== undefined && !(fault === "outside_window" && toleranceSeconds > 300)) throw refuse(fault);
      return webhook;
    },
  };
}

const cases: [string, string, string | undefined, string[], WebhookVerificationReason | undefined, object][] = [
  ["the settings' secret", "a", "a", [], undefined, { kind: "verified" }],
  ["a stored secret", "b", "a", ["b"], undefined, { kind: "verified" }],
  ["one of several stored", "c", undefined, ["b", "c"], undefined, { kind: "verified" }],
  ["the settings' beside stored ones", "a", "a", ["b"], undefined, { kind: "verified" }],
  ["none of them", "x", "a", ["b"], undefined, { kind: "refused", reason: "wrong_signature" }],
  [
    "none, and the settings have none",
    "x",
    undefined,
    ["b"],
    undefined,
    { kind: "refused", reason: "wrong_signature" },
  ],
  ["nothing to check it by", "x", undefined, [], undefined, { kind: "refused", reason: "no_secret" }],
  ["a stored secret, at another time", "b", "a", ["b"], "outside_window", { kind: "outside_window" }],
  ["the settings' secret, at another time", "a", "a", ["b"], "outside_window", { kind: "outside_window" }],
  ["a stored secret, unreadable", "b", undefined, ["b"], "malformed_body", { kind: "malformed" }],
  ["the settings' secret, unreadable", "a", "a", [], "malformed_body", { kind: "malformed" }],
];

test.each(cases)("signed with %s", async (_name, signer, own, stored, fault, verdict) => {
  const secrets = stored.map((secret) => new Secret(secret));
  expect(await verifyDelivery(signedWith(signer, own, fault), delivery, secrets, now)).toMatchObject(verdict);
});
