import { openLivepeer } from "./livepeer.ts";
import { runKit } from "./run-kit.ts";

const refused = ["enablement.target.restart", "enablement.stream.rotateIngest"];
const storesAll = ["streams.refuses-unstored"];
const unlimited = ["targets.limit", "targets.limit-inline"];
const allProtocols = ["targets.protocol"];
const hasRenditions = ["targets.no-rendition"];
const noIdleRule = ["enablement.not-idle", "enablement.toggle-live"];
const silent = ["status.push"];
const both = [...refused, ...storesAll, ...unlimited, ...allProtocols, ...hasRenditions, ...noIdleRule, ...silent];
/** A read of Livepeer says nothing about single targets: their status is known from webhooks alone. */
const withoutWebhooks = [
  "enablement.disabled-stays-off",
  "enablement.wish",
  "status.broken",
  "status.dropped",
  "status.ended",
  "status.healed",
  "status.isolation",
  "status.live",
  "status.watch",
  "webhooks.repeated",
];

runKit(openLivepeer, { direct: [...both, ...withoutWebhooks], "with state": both });
