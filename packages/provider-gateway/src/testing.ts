/** For the tests of apps that receive a gateway's webhooks. @module */
export { signedStandardWebhook as signedRequest } from "@polycast/core/testing";
