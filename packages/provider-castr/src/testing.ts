export type { WebhookDelivery } from "@polycast/core/provider";
