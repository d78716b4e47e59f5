/**
 * What app authors test with: a provider in memory that keeps to a capability table of your choosing, goes live, fails
 * and heals by hand, and sends signed webhooks.
 *
 * @module
 */
export { everythingAllowed } from "./testing/everything-allowed.ts";
export { type FakeProvider, fakeProvider, type SeedStream } from "./testing/fake-provider.ts";
export type { FakeMethod, Fault, FaultKind, FaultOperation } from "./testing/fault.ts";
export { signedStandardWebhook } from "./testing/signed-standard-webhook.ts";
export type { Capabilities } from "./model/capabilities.ts";
